import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { HubState, type HubStateOptions, type PushedRepo, type Reply } from './hub-state';
import { type Identity, serve } from './serve';

/** What goes wrong with the requests whose method and path match, until it is taken away. */
export interface Fault {
  readonly match: RegExp;
  /** The connection is cut after this many bytes of the body. */
  readonly cutAfter?: number;
  /** What must be so before it is cut. */
  readonly cutWhen?: () => boolean;
  readonly answer?: { status: number; headers?: Record<string, string>; error?: string };
}

interface PushHubOptions extends HubStateOptions {
  readonly identity?: Identity;
}

export interface PushHub {
  readonly url: string;
  readonly port: number;
  /** By "models/owner/name" or "datasets/owner/name". */
  readonly repos: Map<string, PushedRepo>;
  /** Large files that have arrived, by their sha256. */
  readonly stored: ReadonlyMap<string, Buffer>;
  /** "POST /api/repos/create", in order. */
  readonly requests: string[];
  fault: Fault | null;
  /** Called with "POST /api/repos/create" when a request has had its effect, before it is answered. */
  onAnswer: (request: string) => void;
  close(): Promise<void>;
}

/** A server on this machine that speaks the part of the Hub's interface, and of its storage's, that a push needs. */
export async function startPushHub(options: PushHubOptions = {}): Promise<PushHub> {
  const state = new HubState(options);
  const hub: Pick<PushHub, 'requests' | 'fault' | 'onAnswer'> = {
    requests: [],
    fault: null,
    onAnswer: () => undefined,
  };
  const { port, close } = await serve((request, response) => {
    receive(request, response, hub, state).catch((thrown: unknown) => {
      if (!response.headersSent) send(response, { status: 400, json: { error: String(thrown) } });
    });
  }, options.identity);
  state.selfUrl = `${options.identity === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  return Object.assign(hub, { url: state.selfUrl, port, repos: state.repos, stored: state.stored, close });
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  hub: Pick<PushHub, 'requests' | 'fault' | 'onAnswer'>,
  state: HubState,
): Promise<void> {
  const method = request.method ?? 'GET';
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://hub').pathname);
  if (method === 'OPTIONS') return send(response, { status: 204 });
  hub.requests.push(`${method} ${path}`);
  const fault = hub.fault?.match.test(`${method} ${path}`) === true ? hub.fault : null;
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = z.instanceof(Buffer).parse(chunk);
    received += bytes.length;
    chunks.push(bytes);
    if (received >= (fault?.cutAfter ?? Number.POSITIVE_INFINITY)) break;
  }
  if (fault?.cutAfter !== undefined) {
    while (fault.cutWhen?.() === false && !request.socket.destroyed)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return void request.socket.destroy();
  }
  if (fault?.answer !== undefined) {
    const { status, headers = {}, error = '' } = fault.answer;
    return send(response, { status, headers, json: { error } });
  }
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const reply = state.answer({ method, path, token, body: Buffer.concat(chunks) });
  hub.onAnswer(`${method} ${path}`);
  send(response, reply);
}

function send(response: ServerResponse, { status, headers = {}, json }: Reply): void {
  response.writeHead(status, {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, POST, PUT',
    'Access-Control-Allow-Headers': 'authorization, content-type, x-request-id, x-xet-session-id',
    'Access-Control-Expose-Headers': 'ETag, X-Error-Code, X-Request-Id, Retry-After, RateLimit',
    ...(json !== undefined && { 'Content-Type': 'application/json' }),
    ...headers,
  });
  response.end(json === undefined ? undefined : JSON.stringify(json));
}
