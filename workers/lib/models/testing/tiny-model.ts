import type { Task } from '../../../../src/core/contract/task';
import type { Dtype } from '../../../../src/engine/checkpoint/dtypes';
import { type TensorSource, writeSafetensors } from '../../../../src/engine/checkpoint/safetensors-write';
import { parseBertConfig } from '../../../../src/engine/models/bert/config';
import { bertWeights } from '../../../../src/engine/models/bert/weights';
import { initialWeight } from '../../../../src/engine/models/init';
import { float32ToFloat16 } from '../../../../src/engine/checkpoint/float16-encode';
import { float32ToBfloat16 } from '../../../../src/engine/testing/bfloat16-encode';
import { tokenizerJsonFromVocab } from '../../../../src/engine/tokenizer/vocab';

export const VOCAB = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'hello', 'world', '##s', '!'];

export const TINY_CONFIG = {
  model_type: 'bert',
  architectures: ['BertModel'],
  vocab_size: VOCAB.length,
  hidden_size: 4,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 6,
  max_position_embeddings: 16,
};

export interface TinyOptions {
  readonly config?: Readonly<Record<string, unknown>>;
  /** Head in the weights, besides encoder and pooler. */
  readonly task?: Task;
  readonly labelCount?: number;
  readonly dtype?: 'F32' | 'F16' | 'BF16';
  /** The tensor's name in the file; null leaves it out. */
  readonly rename?: (name: string) => string | null;
  readonly extra?: readonly TensorSource[];
}

function encoder(dtype: Dtype): (values: Float32Array) => ArrayBufferView<ArrayBuffer> {
  if (dtype === 'F16') return (values) => Uint16Array.from(values, float32ToFloat16);
  if (dtype === 'BF16') return (values) => Uint16Array.from(values, float32ToBfloat16);
  return (values) => new Float32Array(values);
}

/** A safetensors file with the weights of a tiny BERT; a head only when a task is given. */
async function tinyWeights(options: TinyOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { task, labelCount = 2, dtype = 'F32', rename = (name) => name, extra = [] } = options;
  const config = parseBertConfig({ ...TINY_CONFIG, ...options.config });
  const encode = encoder(dtype);
  const sources = bertWeights(config, task ?? 'text-classification', labelCount)
    .filter(({ group }) => task !== undefined || group !== 'head')
    .flatMap((spec): TensorSource[] => {
      const name = rename(spec.name);
      if (name === null) return [];
      return [{ name, dtype, shape: spec.shape, data: async () => encode(initialWeight(spec, 0.02, 1)) }];
    });
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await writeSafetensors([...sources, ...extra], {
    write: async (chunk) => void chunks.push(new Uint8Array(chunk)),
  });
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** All files of a tiny model, by name. */
export async function tinyModel(
  options: TinyOptions = {},
): Promise<Record<string, Uint8Array<ArrayBuffer> | string>> {
  return {
    'config.json': JSON.stringify({ ...TINY_CONFIG, ...options.config }),
    'tokenizer.json': JSON.stringify(tokenizerJsonFromVocab(VOCAB.join('\n'), { lowercase: true })),
    'tokenizer_config.json': JSON.stringify({ do_lower_case: true, model_max_length: 12 }),
    'README.md': '---\nlanguage: en\nlicense: apache-2.0\n---\n# Tiny\n',
    'model.safetensors': await tinyWeights(options),
  };
}

/** The tiny model with one bit of its last weight changed: same config, same size. */
export async function otherWeights(): ReturnType<typeof tinyModel> {
  const model = await tinyModel();
  const weights = model['model.safetensors'];
  if (!(weights instanceof Uint8Array)) throw new Error('no weights');
  const other = weights.slice();
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 0x80;
  return { ...model, 'model.safetensors': other };
}

/** As the files that a person chose; `folder` as "some/where/". */
export function asFiles(
  contents: Readonly<Record<string, Uint8Array<ArrayBuffer> | string>>,
  folder = '',
): File[] {
  return Object.entries(contents).map(([name, content]) => new File([content], `${folder}${name}`));
}
