import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { readTensor } from '../../../src/engine/checkpoint/safetensors-read';
import { setUpImporter } from './testing/importer';

/** `npm run fetch:minilm` puts the model there. */
const FOLDER = process.env['TABTUNE_MINILM'] ?? '.cache/minilm';

function minilmFiles(): File[] {
  return readdirSync(FOLDER).map((name) => new File([readFileSync(join(FOLDER, name))], `minilm/${name}`));
}

describe('all-MiniLM-L6-v2', () => {
  it('is taken in from its folder', async () => {
    const { runLocal, files } = setUpImporter();
    const record = await runLocal(minilmFiles(), 'minilm');
    expect(record).toMatchObject({
      architecture: 'bert',
      stage: 'pretrained',
      licence: 'apache-2.0',
      dtype: 'F32',
      // As its model card on the Hub counts them, without the buffer of 512 position ids.
      parameterCount: 22_713_216,
      hiddenSize: 384,
      layerCount: 6,
      headCount: 12,
      vocabSize: 30_522,
      maxLength: 512,
      lowercase: true,
      head: null,
      missing: [],
      unexpected: [],
    });
    const blob = await files.read(`models/${record.id}/model.safetensors`);
    expect(blob.size).toBe(90_868_376);
    const header = await readSafetensorsHeader(blob);
    const gain = await readTensor(blob, header, 'embeddings.LayerNorm.weight');
    expect(gain).toHaveLength(384);
    expect(gain.every((value) => Number.isFinite(value) && value !== 0)).toBe(true);
  });
});
