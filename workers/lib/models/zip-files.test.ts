import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { setUpImporter } from './testing/importer';
import { tinyModel } from './testing/tiny-model';
import { zipModelFiles } from './zip-files';

async function zipBytes(level: 0 | 6, folder = ''): Promise<Uint8Array<ArrayBuffer>> {
  const entries = Object.entries(await tinyModel()).map(([name, content]) => [
    `${folder}${name}`,
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  ]);
  return new Uint8Array(zipSync(Object.fromEntries(entries), { level }));
}

const zipFile = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'my-model.zip');

describe('a model in a zip', () => {
  it.each([
    ['stored', 0, ''],
    ['compressed', 6, ''],
    ['in a folder', 6, 'my-model/'],
  ] as const)('is taken in, %s', async (_, level, folder) => {
    const { runLocal, files } = setUpImporter();
    const record = await runLocal([zipFile(await zipBytes(level, folder))], 'my-model.zip');
    expect(record).toMatchObject({
      name: 'my-model',
      source: { kind: 'local', name: 'my-model.zip' },
      vocabSize: 9,
    });
    const stored = await files.read(`models/${record.id}/model.safetensors`);
    const original = (await tinyModel())['model.safetensors'] ?? '';
    expect(new Uint8Array(await stored.arrayBuffer())).toEqual(original);
  });

  it.each([
    ['cut off', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, -30)],
    ['cut off in the middle', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, bytes.length / 2)],
    [
      'cut off at the front',
      (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array([0x50, 0x4b, ...bytes.slice(900)]),
    ],
    [
      'changed in the data of a file',
      (bytes: Uint8Array<ArrayBuffer>) => bytes.with(200, (bytes[200] ?? 0) ^ 1),
    ],
    ['nothing but its first letters', () => Uint8Array.of(0x50, 0x4b)],
  ])('is refused when it is %s', async (_, damage) => {
    for (const level of [0, 6] as const) {
      const { runLocal, files } = setUpImporter();
      const bytes = damage(await zipBytes(level));
      await expect(runLocal([zipFile(bytes)])).rejects.toMatchObject({
        code: 'MODEL_BAD_ZIP',
        details: { file: 'my-model.zip', reason: expect.any(String) },
      });
      expect(await files.list('models')).toEqual([]);
    }
  });

  it('is refused as soon as a file is larger than it says', async () => {
    const bytes = new Uint8Array(zipSync({ 'config.json': new Uint8Array(8_000_000) }));
    // The size in the central directory, after its signature and 20 bytes more.
    const directory = Buffer.from(bytes.buffer).lastIndexOf('PK\x01\x02');
    new DataView(bytes.buffer).setUint32(directory + 24, 100, true);
    const { open } = await zipModelFiles(zipFile(bytes), 'config.json');
    let inflated = 0;
    const read = async () => {
      for await (const chunk of open('config.json')) inflated += chunk.length;
    };
    await expect(read()).rejects.toMatchObject({ code: 'MODEL_BAD_ZIP' });
    expect(inflated).toBeLessThan(1_000_000);
  });

  it('is refused without a model in it', async () => {
    const { runLocal } = setUpImporter();
    const bytes = new Uint8Array(zipSync({ 'notes.txt': Uint8Array.of(1) }));
    await expect(runLocal([zipFile(bytes)])).rejects.toMatchObject({
      code: 'MODEL_NO_CONFIG',
      details: { found: ['notes.txt'] },
    });
  });
});
