import { AppError } from '../../core/contract/errors';
import type { Evaluation, RunSpec } from '../../core/contract/run';
import type { SplitName } from '../../core/contract/task';
import type { ExampleSet } from '../data/example-set';
import type { Device } from '../runtime/device';
import type { LoadedModel } from '../models/loaded-model';
import { classificationReport } from './classification';
import { evaluateModel } from './evaluate-model';

export interface ScoreInput {
  readonly device: Device;
  readonly loaded: LoadedModel;
  readonly spec: RunSpec;
  readonly split: SplitName;
  readonly examples: ExampleSet | null;
  readonly padTokenId: number;
  /** Which weights these are. */
  readonly at: { readonly step: number; readonly epoch: number };
  readonly touch: () => void;
  /** See `EvaluationInput`. */
  readonly between: (done: number) => Promise<void>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/** What a label belongs to: the whole text, or each of its tokens. */
export function labelKind({ task }: Pick<RunSpec, 'task'>): 'sequence' | 'token' {
  return task === 'token-classification' ? 'token' : 'sequence';
}

/** Runs a model over a split and scores it. Throws `DATA_NO_USABLE_ROWS` when the run has no such split. */
export async function scoreSplit(input: ScoreInput): Promise<Evaluation> {
  const { spec, split, examples, now } = input;
  if (examples === null) throw new AppError('DATA_NO_USABLE_ROWS', { split });
  const begin = now();
  const { truth, predicted, loss } = await evaluateModel({
    device: input.device,
    loaded: input.loaded,
    examples,
    labels: labelKind(spec),
    padTokenId: input.padTokenId,
    maxLength: spec.data.maxLength,
    batchSize: spec.recipe.perDeviceEvalBatchSize,
    touch: input.touch,
    between: input.between,
  });
  const report = classificationReport({ labels: spec.labels, truth, predicted });
  return {
    ...input.at,
    split,
    examples: examples.length,
    seconds: (now() - begin) / 1000,
    metrics: { loss, ...report.metrics },
    perLabel: report.perLabel,
    confusion: report.confusion,
    cells: [],
    entities: null,
  };
}
