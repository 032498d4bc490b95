import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubClient } from './hub-client';
import { type FakeHub, GOOD_TOKEN, startFakeHub } from './testing/fake-hub';

const weights = new Uint8Array(3_000_000).map((_, i) => i % 251);
const files = { 'config.json': '{}', 'model.safetensors': weights, 'sub folder/ü.txt': 'x' };
let hub: FakeHub;

beforeAll(async () => {
  hub = await startFakeHub({
    'owner/open': { commit: 'abc123', files },
    'owner/gated': { commit: 'abc123', files, access: 'gated' },
    'owner/secret': { commit: 'abc123', files, access: 'private' },
  });
});
afterAll(() => hub.close());

function request(repo: string, changes: { revision?: string; token?: string; signal?: AbortSignal } = {}) {
  return { repo, revision: 'main', token: null, signal: new AbortController().signal, ...changes };
}

async function read(client: HubClient, asked: ReturnType<typeof request>, path: string) {
  const snapshot = await client.snapshot(asked);
  const file = snapshot.files.find((entry) => entry.path === path);
  if (file === undefined) throw new Error(`no ${path}`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of client.download(snapshot, file, asked)) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

describe('HubClient', () => {
  it('lists the files of a revision with their sizes', async () => {
    const client = new HubClient({ hubUrl: hub.url });
    expect(await client.snapshot(request('owner/open'))).toEqual({
      repo: 'owner/open',
      commit: 'abc123',
      files: [
        { path: 'config.json', sizeBytes: 2 },
        { path: 'model.safetensors', sizeBytes: 3_000_000 },
        { path: 'sub folder/ü.txt', sizeBytes: 1 },
      ],
    });
  });

  it('downloads bytes as they are', async () => {
    const client = new HubClient({ hubUrl: hub.url });
    const bytes = await read(client, request('owner/open'), 'model.safetensors');
    expect(Buffer.from(bytes).equals(weights)).toBe(true);
    expect(await read(client, request('owner/open'), 'sub folder/ü.txt')).toEqual(Uint8Array.of(120));
  });

  it('opens private and gated models with a token', async () => {
    const client = new HubClient({ hubUrl: hub.url });
    for (const repo of ['owner/secret', 'owner/gated']) {
      const asked = { ...request(repo), token: GOOD_TOKEN };
      expect(await read(client, asked, 'config.json')).toEqual(Uint8Array.of(123, 125));
    }
  });

  it.each([
    ['a model that is not there', 'owner/absent', {}, 'HUB_NOT_FOUND'],
    ['the same with a good token', 'owner/absent', { token: GOOD_TOKEN }, 'HUB_NOT_FOUND'],
    ['a private model', 'owner/secret', {}, 'HUB_NOT_FOUND'],
    ['a revision that is not there', 'owner/open', { revision: 'v9' }, 'HUB_NOT_FOUND'],
    ['no name of a model', '../etc/passwd', {}, 'HUB_NOT_FOUND'],
    ['a refused token', 'owner/secret', { token: 'hf_bad' }, 'HUB_BAD_TOKEN'],
    ['something that is no token', 'owner/secret', { token: 'password' }, 'HUB_BAD_TOKEN'],
    ['a gated model', 'owner/gated', {}, 'HUB_GATED'],
  ])('refuses %s', async (_, repo, changes, code) => {
    const client = new HubClient({ hubUrl: hub.url });
    const asked = { ...request(repo), ...changes };
    await expect(read(client, asked, 'config.json')).rejects.toMatchObject({ code });
  });

  it('sends nothing for a name or token that cannot be one', async () => {
    const client = new HubClient({
      fetch: () => {
        throw new Error('asked');
      },
    });
    await expect(client.snapshot(request('a/b/c'))).rejects.toMatchObject({ code: 'HUB_NOT_FOUND' });
    for (const token of ['x', 'hf_ä', 'hf_a\nb', 'hf_“quoted”', 'hf_']) {
      await expect(client.snapshot({ ...request('a/b'), token })).rejects.toMatchObject({
        code: 'HUB_BAD_TOKEN',
        details: { repo: 'a/b' },
      });
    }
  });

  it('says how long to wait where the Hub takes no more requests', async () => {
    const headers = { RateLimit: '"resolvers";r=0;t=55' };
    const client = new HubClient({ fetch: async () => new Response('', { status: 429, headers }) });
    await expect(client.snapshot(request('owner/open'))).rejects.toMatchObject({
      code: 'HUB_RATE_LIMIT',
      details: { repo: 'owner/open', seconds: 55 },
    });
  });

  it('says when there is no connection', async () => {
    const client = new HubClient({ hubUrl: 'http://127.0.0.1:9' });
    await expect(client.snapshot(request('owner/open'))).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
  });

  it.each([
    [503, 'busy', { status: 503 }],
    [200, 'no json', { reason: expect.any(String) }],
    [200, '{"sha":7}', { reason: expect.any(String) }],
  ])('says when the answer is of no use (%i, %s)', async (status, body, details) => {
    const client = new HubClient({ fetch: async () => new Response(body, { status }) });
    await expect(client.snapshot(request('owner/open'))).rejects.toMatchObject({
      code: 'HUB_FAILED',
      details,
    });
  });

  it('notices a file that ends too early', async () => {
    const client = new HubClient({ fetch: async () => new Response('12345') });
    const snapshot = { repo: 'owner/open', commit: 'abc123', files: [] };
    const drain = async () => {
      for await (const _ of client.download(snapshot, { path: 'a', sizeBytes: 6 }, request('owner/open')));
    };
    await expect(drain()).rejects.toMatchObject({ code: 'HUB_FAILED', details: { repo: 'owner/open' } });
  });

  it('stops when it is cancelled, before and while it downloads', async () => {
    const client = new HubClient({ hubUrl: hub.url });
    const before = AbortSignal.abort();
    await expect(client.snapshot(request('owner/open', { signal: before }))).rejects.toMatchObject({
      code: 'WORKER_CANCELLED',
    });
    const during = new AbortController();
    const asked = request('owner/open', { signal: during.signal });
    const snapshot = await client.snapshot(asked);
    const drain = async () => {
      for await (const _ of client.download(
        snapshot,
        { path: 'model.safetensors', sizeBytes: 3_000_000 },
        asked,
      )) {
        during.abort();
      }
    };
    await expect(drain()).rejects.toMatchObject({ code: 'WORKER_CANCELLED' });
  });
});
