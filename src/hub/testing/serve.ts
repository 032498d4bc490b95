import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Served {
  readonly port: number;
  close(): Promise<void>;
}

/** Certificate and key of a server that speaks TLS, as PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine, on a free port. */
export async function serve(answer: Answer, identity?: Identity): Promise<Served> {
  const server = identity === undefined ? createServer(answer) : createSecureServer(identity, answer);
  // A client that computes for long between two requests finds its connection as it left it.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}
