import { openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensorsHeader } from '../../src/engine/checkpoint/safetensors-header.ts';
import { readTensor } from '../../src/engine/checkpoint/safetensors-read.ts';
import type { WeightSource } from '../../src/engine/export/input.ts';
import { mapCheckpointName } from '../../src/engine/models/bert/checkpoint-names.ts';
import { parseBertConfig } from '../../src/engine/models/bert/config.ts';
import { bertWeights } from '../../src/engine/models/bert/weights.ts';
import { initialWeight } from '../../src/engine/models/init.ts';
import { matchCheckpoint } from '../../src/engine/models/match-checkpoint.ts';

/** A Hugging Face folder of a bare BERT encoder, under a new sequence head. */
export interface Encoder {
  readonly configJson: unknown;
  readonly tokenizerJson: unknown;
  readonly tokenizerConfig: unknown;
  readonly weights: WeightSource;
  /** Tensors that the folder lacks: the new head. */
  readonly missing: readonly string[];
}

/** `headRange` is the spread of the head's first weights. */
export async function openEncoder(folder: string, labelCount: number, headRange: number): Promise<Encoder> {
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const configJson = json('config.json');
  const specs = bertWeights(parseBertConfig(configJson), 'text-classification', labelCount);
  const file = await openAsBlob(join(folder, 'model.safetensors'));
  const header = await readSafetensorsHeader(file);
  const { found, missing } = matchCheckpoint(header, specs, mapCheckpointName);
  return {
    configJson,
    tokenizerJson: json('tokenizer.json'),
    tokenizerConfig: json('tokenizer_config.json'),
    missing,
    weights: {
      specs,
      async read(name) {
        const entry = found.get(name);
        if (entry !== undefined) return readTensor(file, header, entry.name);
        const spec = specs.find((each) => each.name === name);
        if (spec === undefined) throw new RangeError(`no weight ${name}`);
        return initialWeight(spec, headRange, 7);
      },
    },
  };
}
