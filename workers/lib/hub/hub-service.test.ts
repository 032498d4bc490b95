import { expect, test } from 'vitest';
import type { PushTarget } from '../../../src/core/contract/hub';
import { textEntry } from '../../../src/engine/export/entry';
import { writeZip } from '../../../src/engine/export/zip';
import { HubPusher } from '../../../src/hub/hub-pusher';
import { GOOD_TOKEN } from '../../../src/hub/testing/fake-hub';
import { startPushHub } from '../../../src/hub/testing/push-hub';
import { createMemoryFileStore } from '../../../src/storage/memory-file-store';
import { createHubService } from './hub-service';

const ARCHIVE = 'exports/r1/first.zip';
const TEXTS = { 'README.md': '# First\n', 'onnx/model.onnx': 'weights of any kind, ü\n'.repeat(60_000) };

async function setUp() {
  const files = createMemoryFileStore();
  const writer = await files.openWriter(ARCHIVE);
  await writeZip(
    Object.entries(TEXTS).map(([name, text]) => textEntry(name, text)),
    0,
    writer,
  );
  await writer.close();
  const hub = await startPushHub({ transfer: 'lfs' });
  const api = createHubService({ files, hub: new HubPusher({ hubUrl: hub.url }) });
  return { hub, api };
}

test('pushes the entries of a zip, as they are, out of the zip itself', async () => {
  const { hub, api } = await setUp();
  try {
    const sizes = Object.entries(TEXTS).map(([path, text]) => ({
      path,
      sizeBytes: Buffer.from(text).length,
    }));
    expect(await api.contents(ARCHIVE)).toEqual(sizes);
    expect(hub.requests).toEqual([]);
    const target: PushTarget = { type: 'model', repo: 'maria/first', isNew: true, isPrivate: true };
    await api.push('op', { target, archive: ARCHIVE, token: GOOD_TOKEN, title: 'First' });
    const pushed = hub.repos.get('models/maria/first')?.files;
    for (const [path, text] of Object.entries(TEXTS)) expect(pushed?.get(path)?.toString()).toBe(text);
  } finally {
    await hub.close();
  }
});

test('a push that the Hub has accepted is told with its address, though it is cancelled then', async () => {
  const { hub, api } = await setUp();
  try {
    const target: PushTarget = { type: 'model', repo: 'maria/first', isNew: true, isPrivate: true };
    hub.onAnswer = (line) => line.includes('/commit/') && void api.cancel('op');
    const report = await api.push('op', { target, archive: ARCHIVE, token: GOOD_TOKEN, title: 'First' });
    expect(report.url).toBe(`${hub.url}/maria/first`);
    expect(hub.repos.get('models/maria/first')?.commits).toEqual(['First']);
  } finally {
    await hub.close();
  }
});

test('an archive that is not there is told before anything is asked', async () => {
  const { hub, api } = await setUp();
  await hub.close();
  await expect(api.contents('exports/r2/none.zip')).rejects.toMatchObject({ code: 'STORAGE_NOT_FOUND' });
});
