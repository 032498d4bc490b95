import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { openRecordStore } from '../../../src/storage/open-record-store';
import { OpfsFileStore } from '../../../src/storage/opfs-file-store';
import { setUpImporter } from './testing/importer';
import { tinyModel } from './testing/tiny-model';

const NAME = 'test-model-importer';

async function importerInBrowser() {
  const root = await navigator.storage.getDirectory();
  return setUpImporter({
    files: new OpfsFileStore(await root.getDirectoryHandle(NAME, { create: true })),
    records: await openRecordStore({ name: NAME }),
    fetchStarterFile: (name) => fetch(`/models/starter-en/${name}`),
  });
}

describe("models in the browser's own storage", () => {
  let importer: Awaited<ReturnType<typeof importerInBrowser>>;
  beforeAll(async () => {
    importer = await importerInBrowser();
  });
  afterAll(async () => {
    indexedDB.deleteDatabase(NAME);
    await (await navigator.storage.getDirectory()).removeEntry(NAME, { recursive: true });
  });

  it('takes in the starter that the app serves', async () => {
    const { run, files, records } = importer;
    const record = await run({ kind: 'starter' });
    const blob = await files.read('models/starter/model.safetensors');
    const header = await readSafetensorsHeader(blob);
    expect(header.tensors.size).toBeGreaterThan(0);
    expect(await records.models.get('starter')).toEqual(record);
    expect(await run({ kind: 'starter' })).toEqual(record);
  });

  it('takes in a compressed zip', async () => {
    const { runLocal, files } = importer;
    const model = await tinyModel();
    const entries = Object.entries(model).map(([name, content]) => [
      name,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    ]);
    const zip = new File([new Uint8Array(zipSync(Object.fromEntries(entries)))], 'tiny.zip');
    const record = await runLocal([zip], 'tiny.zip');
    const blob = await files.read(`models/${record.id}/model.safetensors`);
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(model['model.safetensors']);
  });
});
