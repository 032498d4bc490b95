import { openAsBlob, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from '../../src/core/contract/task.ts';
import { readSafetensorsHeader } from '../../src/engine/checkpoint/safetensors-header.ts';
import { readTensor } from '../../src/engine/checkpoint/safetensors-read.ts';
import type { WeightSource } from '../../src/engine/export/input.ts';
import { mapCheckpointName } from '../../src/engine/models/bert/checkpoint-names.ts';
import { parseBertConfig } from '../../src/engine/models/bert/config.ts';
import { bertWeights } from '../../src/engine/models/bert/weights.ts';
import { initialWeight } from '../../src/engine/models/init.ts';
import { matchCheckpoint } from '../../src/engine/models/match-checkpoint.ts';

/** A Hugging Face folder of a bare BERT encoder, under a new head. */
export interface Encoder {
  readonly task: Task;
  readonly labelCount: number;
  readonly configJson: unknown;
  readonly tokenizerJson: unknown;
  readonly tokenizerConfig: unknown;
  readonly weights: WeightSource;
  /** Tensors that the folder lacks: the new head. */
  readonly missing: readonly string[];
}

/** How the head's first weights are drawn: N(0, `range`). */
export interface HeadStart {
  readonly range: number;
  readonly seed: number;
}

export async function openEncoder(
  folder: string,
  task: Task,
  labelCount: number,
  head: HeadStart,
): Promise<Encoder> {
  const json = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const configJson = json('config.json');
  const specs = bertWeights(parseBertConfig(configJson), task, labelCount);
  const file = await openAsBlob(join(folder, 'model.safetensors'));
  const header = await readSafetensorsHeader(file);
  const { found, missing } = matchCheckpoint(header, specs, mapCheckpointName);
  return {
    task,
    labelCount,
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
        return initialWeight(spec, head.range, head.seed);
      },
    },
  };
}

/** A tensor as JSON carries it: base64 of little-endian float32. */
interface PackedTensor {
  readonly shape: readonly number[];
  readonly data: string;
}

/** The new head's first values, for PyTorch to start from the same. */
export async function newHead({ weights, missing }: Encoder): Promise<Record<string, PackedTensor>> {
  const head: Record<string, PackedTensor> = {};
  for (const { name, shape } of weights.specs.filter((spec) => missing.includes(spec.name))) {
    const values = await weights.read(name);
    head[name] = { shape, data: Buffer.from(values.buffer).toString('base64') };
  }
  return head;
}
