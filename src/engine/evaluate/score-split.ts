import { AppError } from '../../core/contract/errors';
import type { Evaluation, RunSpec } from '../../core/contract/run';
import type { SplitName } from '../../core/contract/task';
import type { ExampleSet } from '../data/example-set';
import type { Device } from '../runtime/device';
import type { LoadedModel } from '../models/loaded-model';
import { classificationReport } from './classification';
import { CellRows, type RowOf, rowsOf } from './confusion-rows';
import { evaluateModel } from './evaluate-model';
import { type TaggedTokens, tokenClassificationReport } from './token-classification';

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
  const { positions, loss } = await evaluateModel({
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
  const rowOf = rowsOf(examples, spec.data.fileIds);
  const report =
    spec.task === 'token-classification'
      ? { ...tokenClassificationReport(positions, spec.labels, rowOf), cells: [] }
      : { ...textReport(positions, spec.labels, rowOf), strictPerLabel: [], entities: null };
  return {
    ...input.at,
    split,
    examples: examples.length,
    seconds: (now() - begin) / 1000,
    ...report,
    metrics: { ...(loss === null ? {} : { loss }), ...report.metrics },
  };
}

/** Texts have one label each: position i is that of example i. */
function textReport(
  { truth, predicted }: TaggedTokens,
  labels: readonly string[],
  rowOf: RowOf,
): Pick<Evaluation, 'metrics' | 'perLabel' | 'confusion' | 'cells'> {
  const report = classificationReport({ labels, truth, predicted });
  const rows = new CellRows<{ truth: number; predicted: number }>(rowOf);
  for (let i = 0; i < truth.length; i++) {
    rows.add({ truth: truth[i] ?? 0, predicted: predicted[i] ?? 0 }, i);
  }
  return { ...report, cells: rows.cells };
}
