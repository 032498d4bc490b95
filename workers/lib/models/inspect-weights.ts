import { z } from 'zod';
import { ARCHITECTURES } from '../../../src/core/catalog/models';
import { AppError } from '../../../src/core/contract/errors';
import type { Architecture, ModelRecord } from '../../../src/core/contract/model';
import { type Task, taskSchema } from '../../../src/core/contract/task';
import type { SafetensorsHeader, TensorEntry } from '../../../src/engine/checkpoint/safetensors-header';
import { type CheckpointMatch, matchCheckpoint } from '../../../src/engine/models/match-checkpoint';
import { MODELS } from '../../../src/engine/models/registry';
import { elementCount, type WeightSpec } from '../../../src/engine/models/weights';

type WeightFacts = Pick<ModelRecord, 'dtype' | 'parameterCount' | 'head' | 'missing' | 'unexpected'>;

const dtypeSchema = z.enum(['F32', 'F16', 'BF16']);
const headSchema = z.object({
  architectures: z.array(z.string()).nonempty(),
  problem_type: z.literal('single_label_classification').nullish(),
  id2label: z.record(z.string(), z.string()).default({}),
});

/** The task head that config.json names and the file holds, or null; other kinds of heads are left aside. */
function findHead(
  architecture: Architecture,
  configJson: unknown,
  header: SafetensorsHeader,
): ModelRecord['head'] {
  const parsed = headSchema.safeParse(configJson);
  if (!parsed.success) return null;
  const { classes } = ARCHITECTURES[architecture];
  const task = taskSchema.options.find((name) => classes[name] === parsed.data.architectures[0]);
  const rows = header.tensors.get('classifier.weight')?.shape[0] ?? 0;
  if (task === undefined || rows < 2) return null;
  const labels = Object.entries(parsed.data.id2label)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, label]) => label);
  return {
    task,
    labels: labels.length > 0 ? labels : Array.from({ length: rows }, (_, id) => `LABEL_${id}`),
  };
}

/** All tensors of the encoder, pooler included, and those of the head if there is one. */
function specsOf(architecture: Architecture, configJson: unknown, head: ModelRecord['head']): WeightSpec[] {
  const { parseConfig, weights } = MODELS[architecture];
  const config = parseConfig(configJson);
  const withPooler: Task = 'text-classification';
  const encoder = weights(config, withPooler, 1).filter(({ group }) => group !== 'head');
  const headSpecs = head === null ? [] : weights(config, head.task, head.labels.length);
  return [...encoder, ...headSpecs.filter(({ group }) => group === 'head')];
}

function check(match: CheckpointMatch, specs: readonly WeightSpec[]): void {
  const [wrong] = match.mismatched;
  if (wrong !== undefined) {
    const shape = (dimensions: readonly number[]) => dimensions.join(' × ');
    throw new AppError('MODEL_TENSOR_SHAPE', {
      tensor: wrong.name,
      expected: shape(wrong.expected),
      actual: shape(wrong.found),
    });
  }
  const dispensable = new Set(specs.filter(({ group }) => group === 'pooler').map(({ name }) => name));
  const tensors = match.missing.filter((name) => !dispensable.has(name));
  if (tensors.length > 0) throw new AppError('MODEL_TENSORS_MISSING', { tensors });
}

/** The widest element type among the tensors in use. */
function dtypeOf(entries: Iterable<TensorEntry>): WeightFacts['dtype'] {
  const found = new Set<WeightFacts['dtype']>();
  for (const { name, dtype } of entries) {
    const parsed = dtypeSchema.safeParse(dtype);
    if (!parsed.success) {
      throw new AppError('MODEL_SAFETENSORS_INVALID', {
        reason: `${name} is of type ${dtype}`,
        tensor: name,
      });
    }
    found.add(parsed.data);
  }
  return dtypeSchema.options.find((dtype) => found.has(dtype)) ?? 'F32';
}

/**
 * Compares the header of a weights file with what its config.json asks for.
 * Throws `MODEL_TENSORS_MISSING`, `MODEL_TENSOR_SHAPE`, `MODEL_SAFETENSORS_INVALID`.
 */
export function inspectWeights(
  architecture: Architecture,
  configJson: unknown,
  header: SafetensorsHeader,
): WeightFacts {
  const head = findHead(architecture, configJson, header);
  const specs = specsOf(architecture, configJson, head);
  const match = matchCheckpoint(header, specs, MODELS[architecture].mapCheckpointName);
  check(match, specs);
  return {
    dtype: dtypeOf(match.found.values()),
    parameterCount: specs
      .filter(({ group }) => group !== 'head')
      .reduce((sum, { shape }) => sum + elementCount(shape), 0),
    head,
    missing: [...match.missing],
    unexpected: [...match.unexpected],
  };
}
