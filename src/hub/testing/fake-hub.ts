import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from './serve';

export interface FakeRepo {
  readonly commit: string;
  readonly files: Readonly<Record<string, Uint8Array | string>>;
  readonly access?: 'public' | 'gated' | 'private';
}

export interface FakeHub {
  readonly url: string;
  /** Paths asked for so far, without the query. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** The one token that opens everything. */
export const GOOD_TOKEN = 'hf_good';

/**
 * A server on this machine that speaks the part of the Hub's interface that a download needs: model information,
 * file lists, files, and the refusals with the Hub's own status codes and `X-Error-Code`.
 */
export async function startFakeHub(repos: Readonly<Record<string, FakeRepo>>): Promise<FakeHub> {
  const requests: string[] = [];
  const { port, close } = await serve((request, response) => {
    const path = new URL(request.url ?? '/', 'http://hub').pathname;
    requests.push(path);
    answer(repos, path, request, response);
  });
  return { url: `http://127.0.0.1:${port}`, requests, close };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'X-Error-Code': code, 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: code }));
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(value));
}

function answer(
  repos: Readonly<Record<string, FakeRepo>>,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const authorization = request.headers.authorization;
  const authorized = authorization === `Bearer ${GOOD_TOKEN}`;
  if (authorization !== undefined && !authorized) return refuse(response, 401, '');
  const name = Object.keys(repos).find((repo) => path.includes(`/${repo}/`));
  const repo = name === undefined ? undefined : repos[name];
  if (name === undefined || repo === undefined || (repo.access === 'private' && !authorized)) {
    // As the real one: who is not logged in cannot tell a missing model from a private one.
    return refuse(response, authorized ? 404 : 401, 'RepoNotFound');
  }
  const [, kind, revision, file] =
    new RegExp(`/${name}/(revision|tree|resolve)/([^/]+)(?:/(.+))?$`).exec(path) ?? [];
  if (revision !== 'main' && revision !== repo.commit) return refuse(response, 404, 'RevisionNotFound');
  if (kind === 'revision') return json(response, { _id: '1', id: name, sha: repo.commit, lastModified: 0 });
  if (kind === 'tree') {
    const sizes = Object.entries(repo.files).map(([entry, content]) => ({
      type: 'file',
      path: entry,
      size: Buffer.from(content).length,
      oid: '0',
    }));
    return json(response, [{ type: 'directory', path: 'onnx', size: 0, oid: '0' }, ...sizes]);
  }
  if (repo.access === 'gated' && !authorized) return refuse(response, 401, 'GatedRepo');
  const content = repo.files[decodeURIComponent(file ?? '')];
  if (content === undefined) return refuse(response, 404, 'EntryNotFound');
  response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
  response.end(Buffer.from(content));
}
