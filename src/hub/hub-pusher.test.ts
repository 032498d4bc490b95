import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { PushTarget } from '../core/contract/hub';
import { HubPusher, type PushContent } from './hub-pusher';
import { GOOD_TOKEN } from './testing/fake-hub';
import { READ_TOKEN } from './testing/hub-state';
import { type PushHub, startPushHub } from './testing/push-hub';

/** Bytes that no compression makes smaller, the same each time. */
function noise(seed: string, bytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, i) =>
    createHash('sha256').update(`${seed} ${i}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, bytes);
}

/** Numbers as weights have them: their upper bytes compress. */
function weights(count: number): Buffer {
  return Buffer.from(Float32Array.from({ length: count }, (_, i) => Math.sin(i) / 50).buffer);
}

const CONTENTS: Readonly<Record<string, Buffer>> = {
  'README.md': Buffer.from('---\nlicense: mit\n---\n# A model, ü\n'),
  'config.json': Buffer.from('{}'),
  'model.safetensors': noise('weights', 2_300_000),
  'onnx/model.onnx': weights(400_000),
};
const files: PushContent[] = Object.entries(CONTENTS).map(([path, bytes]) => ({
  path,
  content: new Blob([new Uint8Array(bytes)]),
}));
const totalBytes = files.reduce((sum, { content }) => sum + content.size, 0);

const NEW: PushTarget = { type: 'model', repo: 'maria/first', isNew: true, isPrivate: true };
const EXISTING: PushTarget = { ...NEW, isNew: false };

let hub: PushHub;
afterEach(() => hub.close());

/** By LFS where nothing else is said: Xet takes a second for what is done here. */
async function start(options: Parameters<typeof startPushHub>[0] = { transfer: 'lfs' }) {
  hub = await startPushHub(options);
  const pusher = new HubPusher({ hubUrl: hub.url });
  const progress: { stage: string; done: number }[] = [];
  const push = (
    target: PushTarget = NEW,
    { token = GOOD_TOKEN, signal = new AbortController().signal, onProgress = () => {} } = {},
  ) =>
    pusher.push(
      { target, token, title: 'Trained with Tabtune', files },
      {
        signal,
        onProgress: (told) => {
          progress.push(told);
          onProgress();
        },
      },
    );
  return { pusher, push, progress };
}

const signal = new AbortController().signal;
const uploads = () => hub.requests.filter((line) => /^PUT|\/v1\/xorbs/.test(line));
const commits = () => hub.requests.filter((line) => line.includes('/commit/'));

describe('account', () => {
  it('tells whose token it is, where it may write, and whether it may', async () => {
    const { pusher } = await start();
    const account = { name: 'maria', organizations: ['acme'], role: 'write' };
    expect(await pusher.account(GOOD_TOKEN, signal)).toEqual(account);
    expect(await pusher.account(READ_TOKEN, signal)).toEqual({ ...account, role: 'read' });
  });

  it.each([
    ['a token that the Hub does not know', 'hf_unknown', 1],
    ['something that cannot be one, without asking', 'password', 0],
    ['letters that no token has, without asking', 'hf_ä', 0],
  ])('refuses %s', async (_, token, asked) => {
    const { pusher } = await start();
    await expect(pusher.account(token, signal)).rejects.toMatchObject({ code: 'HUB_BAD_TOKEN' });
    expect(hub.requests).toHaveLength(asked);
  });

  it('says when there is no connection', async () => {
    await start();
    const pusher = new HubPusher({ hubUrl: 'http://127.0.0.1:9' });
    await expect(pusher.account(GOOD_TOKEN, signal)).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
  });

  it.each(['no json', '{"name":7}'])('says when the answer is of no use: %s', async (body) => {
    await start();
    const pusher = new HubPusher({ fetch: async () => new Response(body) });
    await expect(pusher.account(GOOD_TOKEN, signal)).rejects.toMatchObject({
      code: 'HUB_FAILED',
      details: { reason: 'the answer was not understood' },
    });
  });
});

describe('repository', () => {
  it('tells what is there', async () => {
    const { pusher, push } = await start();
    expect(await pusher.repository('model', 'maria/first', GOOD_TOKEN, signal)).toBeNull();
    await push();
    expect(await pusher.repository('model', 'maria/first', GOOD_TOKEN, signal)).toEqual({
      isPrivate: true,
      isEmpty: false,
    });
    expect(await pusher.repository('dataset', 'maria/first', GOOD_TOKEN, signal)).toBeNull();
  });
});

describe.each([
  ['Xet', { transfer: 'xet' }],
  ['LFS', { transfer: 'lfs' }],
  ['LFS in parts', { transfer: 'lfs', partBytes: 700_000 }],
] as const)('a push by %s', (_, options) => {
  it('makes a private repository of the files, in one commit', async () => {
    const { push, progress } = await start(options);
    const report = await push();
    const repo = hub.repos.get('models/maria/first');
    expect(repo).toMatchObject({ isPrivate: true, commits: ['Trained with Tabtune'] });
    const same = Object.entries(CONTENTS).filter(([path, bytes]) => repo?.files.get(path)?.equals(bytes));
    expect(same.map(([path]) => path)).toEqual(Object.keys(CONTENTS));
    expect(report).toMatchObject({
      url: `${hub.url}/maria/first`,
      commit: expect.stringMatching(/^\w{40}$/),
    });
    for (const stage of ['checking', 'uploading']) {
      const done = progress.filter((told) => told.stage === stage).map((told) => told.done);
      expect(done).toEqual(done.toSorted((a, b) => a - b));
    }
    expect(progress.at(-1)).toMatchObject({ stage: 'committing', done: totalBytes, total: totalBytes });
  });

  it('goes on after the connection broke: what has arrived is not sent again', async () => {
    const { push } = await start(options);
    const [larger = '', smaller = ''] = ['model.safetensors', 'onnx/model.onnx'].map((path) =>
      createHash('sha256')
        .update(CONTENTS[path] ?? '')
        .digest('hex'),
    );
    hub.fault =
      options.transfer === 'xet'
        ? { match: /^POST .*\/commit\//, cutAfter: 200 }
        : {
            match: new RegExp(`^PUT /lfs/${larger}`),
            cutAfter: 200,
            cutWhen: () => hub.stored.has(smaller),
          };
    const arrived = options.transfer === 'xet' ? 2 : 1;
    await expect(push()).rejects.toMatchObject({
      code: 'HUB_PUSH_INTERRUPTED',
      details: { repo: 'maria/first', arrived },
    });
    expect(hub.repos.get('models/maria/first')?.commits).toEqual([]);
    expect(hub.stored.size).toBe(arrived);

    hub.fault = null;
    hub.requests.length = 0;
    const { sentBytes } = await push();
    expect(uploads().length > 0).toBe(arrived === 1);
    expect(uploads().filter((line) => !line.includes(larger))).toEqual([]);
    expect(sentBytes).toBeLessThan((arrived === 1 ? 2_300_000 : 0) + 10_000);
    expect(hub.repos.get('models/maria/first')?.files.get('model.safetensors')).toHaveLength(2_300_000);
  });

  it('stops when it is cancelled, and nothing is committed', async () => {
    const { push } = await start(options);
    const abort = new AbortController();
    const pushing = push(NEW, {
      signal: abort.signal,
      onProgress: () => uploads().length > 0 && abort.abort(),
    });
    await expect(pushing).rejects.toMatchObject({ code: 'WORKER_CANCELLED' });
    expect(commits()).toEqual([]);
  });
});

describe('a push', () => {
  it('that the Hub has accepted is reported as such, whenever it is cancelled', async () => {
    const { push } = await start();
    const abort = new AbortController();
    hub.onAnswer = (line) => line.includes('/commit/') && abort.abort();
    const { url, commit } = await push(NEW, { signal: abort.signal });
    expect(abort.signal.aborted).toBe(true);
    expect(url).toBe(`${hub.url}/maria/first`);
    expect(commit).toMatch(/^\w{40}$/);
    expect(hub.repos.get('models/maria/first')?.commits).toHaveLength(1);
  });

  it('whose connection breaks at the commit is interrupted, not cancelled', async () => {
    const { push } = await start();
    const abort = new AbortController();
    hub.fault = {
      match: /\/commit\//,
      cutAfter: 1,
      cutWhen: () => {
        abort.abort();
        return true;
      },
    };
    await expect(push(NEW, { signal: abort.signal })).rejects.toMatchObject({
      code: 'HUB_PUSH_INTERRUPTED',
      details: { isCommitSent: true },
    });
  });

  it('goes by Xet where the Hub offers it, and by LFS where it does not', async () => {
    const { push } = await start({});
    await push();
    expect(uploads().every((line) => line.includes('/v1/xorbs/'))).toBe(true);
  });

  it('adds a commit to a repository that exists', async () => {
    const { push } = await start();
    await push();
    await push(EXISTING);
    expect(hub.repos.get('models/maria/first')?.commits).toHaveLength(2);
  });

  it('puts datasets where datasets are', async () => {
    const { push } = await start();
    const { url } = await push({ type: 'dataset', repo: 'acme/titles', isNew: true, isPrivate: false });
    expect(url).toBe(`${hub.url}/datasets/acme/titles`);
    expect(hub.repos.get('datasets/acme/titles')).toMatchObject({ isPrivate: false });
  });

  it.each([
    ['a repository that is not there', EXISTING, GOOD_TOKEN, 'HUB_NO_REPO'],
    ['a token that may only read', NEW, READ_TOKEN, 'HUB_NO_WRITE'],
    ['an owner that is somebody else', { ...NEW, repo: 'somebody/first' }, GOOD_TOKEN, 'HUB_NO_WRITE'],
    ['a token that the Hub does not know', NEW, 'hf_unknown', 'HUB_BAD_TOKEN'],
  ])('is refused for %s', async (_, target, token, code) => {
    const { push } = await start();
    await expect(push(target, { token })).rejects.toMatchObject({ code });
    expect(hub.repos.size).toBe(0);
  });

  it('says in the Hub’s words why it may not write', async () => {
    const { push } = await start();
    await expect(push({ ...NEW, repo: 'somebody/first' })).rejects.toMatchObject({
      details: { reason: expect.stringContaining('the rights to create') },
    });
  });

  it('does not take a repository with contents for a new one', async () => {
    const { push } = await start();
    await push();
    hub.requests.length = 0;
    await expect(push()).rejects.toMatchObject({ code: 'HUB_REPO_EXISTS', details: { repo: 'maria/first' } });
    expect(uploads()).toEqual([]);
  });

  it('sends nothing where the repository is public and was said to be private', async () => {
    const { push } = await start();
    await push({ ...NEW, isPrivate: false });
    hub.requests.length = 0;
    await expect(push(EXISTING)).rejects.toMatchObject({
      code: 'HUB_VISIBILITY',
      details: { actual: 'public' },
    });
    expect(hub.requests.filter((line) => /preupload|batch/.test(line)).concat(uploads(), commits())).toEqual(
      [],
    );
  });

  it.each([
    [{ 'Retry-After': '42' }, 42],
    [{ RateLimit: '"api";r=0;t=55' }, 55],
    [{}, null],
  ])('says how long to wait when there are too many requests (%o)', async (headers, seconds) => {
    const { push } = await start();
    hub.fault = { match: /preupload/, answer: { status: 429, headers } };
    await expect(push()).rejects.toMatchObject({ code: 'HUB_RATE_LIMIT', details: { seconds } });
  });

  it('hands on what the Hub says about a commit that it does not want', async () => {
    const { push } = await start();
    hub.fault = { match: /\/commit\//, answer: { status: 400, error: 'Invalid metadata in README.md' } };
    await expect(push()).rejects.toMatchObject({
      code: 'HUB_FAILED',
      details: { status: 400, reason: 'Invalid metadata in README.md' },
    });
  });

  it('is only offline as long as nothing was under way', async () => {
    const { push } = await start();
    hub.fault = { match: /repos\/create/, cutAfter: 1 };
    await expect(push()).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
  });

  it('sends files to hosts of the Hub alone', async () => {
    const storage = 'http://lfs.example.com';
    hub = await startPushHub({ transfer: 'lfs', origins: { hub: 'http://hub.test', storage } });
    const asked: string[] = [];
    const pusher = new HubPusher({
      hubUrl: 'http://hub.test',
      fetch: (input, init) => {
        const url = new URL(input instanceof Request ? input.url : input);
        asked.push(url.host);
        return fetch(`${hub.url}${url.pathname}${url.search}`, init);
      },
    });
    const pushing = pusher.push(
      { target: NEW, token: GOOD_TOKEN, title: 't', files },
      { signal, onProgress: () => {} },
    );
    await expect(pushing).rejects.toMatchObject({
      code: 'HUB_FOREIGN_HOST',
      details: { host: 'lfs.example.com' },
    });
    expect(new Set(asked)).toEqual(new Set(['hub.test']));
  });
});
