import { z } from 'zod';
import { AppError } from '../../../core/contract/errors';
import { CERTIFICATE_ROWS } from '../../../core/contract/export';
import { deviceReportSchema, rowReferenceSchema, type RunSpec } from '../../../core/contract/run';
import { type SplitName, splitNameSchema, taskSchema } from '../../../core/contract/task';
import type { ExampleSet } from '../../data/example-set';
import type { Predictor } from '../../predict/predictor';

const referenceRowSchema = rowReferenceSchema.extend({
  inputIds: z.array(z.number().int()),
  tokenTypeIds: z.array(z.number().int()),
  /** Row-major [classes], or [tokens, classes]. */
  logits: z.array(z.number()),
  /** One class, or one a token with -100 where there is none. */
  labels: z.array(z.number().int()),
  /** Index of each token's word, -1 for special tokens; empty where texts are classified. */
  wordIds: z.array(z.number().int()),
});
export type ReferenceRow = z.infer<typeof referenceRowSchema>;

/** What the engine makes of rows of a run's data: the numbers that an exported model is compared with. */
export const referenceSchema = z.object({
  version: z.literal(1),
  task: taskSchema,
  /** id2label. */
  labels: z.array(z.string()),
  step: z.number().int(),
  backend: deviceReportSchema.shape.backend,
  split: splitNameSchema,
  splitRows: z.number().int(),
  rows: z.array(referenceRowSchema),
});
export type Reference = z.infer<typeof referenceSchema>;

/** Texts that go through the engine at once. */
const BATCH = 8;

export interface ReferenceInput {
  readonly predictor: Predictor;
  readonly spec: RunSpec;
  /** The predictor's weights are those after this step. */
  readonly step: number;
  readonly split: SplitName;
  readonly examples: ExampleSet;
  readonly touch: () => void;
  /** Called between batches: lets messages in, and may throw to end the work. */
  readonly between: (done: number, total: number) => Promise<void>;
}

/** Runs the engine, without dropout, over at most `CERTIFICATE_ROWS` rows, spread evenly. Throws `DATA_NO_USABLE_ROWS`. */
export async function makeReference(input: ReferenceInput): Promise<Reference> {
  const { predictor, spec, step, split, examples, touch, between } = input;
  if (examples.length === 0) throw new AppError('DATA_NO_USABLE_ROWS', { split });
  const chosen = spread(examples.length, CERTIFICATE_ROWS);
  const rows: ReferenceRow[] = [];
  for (let begin = 0; begin < chosen.length; begin += BATCH) {
    await between(begin, chosen.length);
    const unanswered = chosen.slice(begin, begin + BATCH).map((example) => rowOf(examples, example, spec));
    const inputs = unanswered.map(({ inputIds, tokenTypeIds }) => ({
      ids: Int32Array.from(inputIds),
      typeIds: Uint8Array.from(tokenTypeIds),
    }));
    const logits = await predictor.logits(inputs, touch);
    rows.push(...unanswered.map((row, i) => ({ ...row, logits: [...(logits[i] ?? [])] })));
  }
  return {
    version: 1,
    task: spec.task,
    labels: spec.labels,
    step,
    backend: predictor.device.report.backend,
    split,
    splitRows: examples.length,
    rows,
  };
}

/** `count` of the numbers below `total`, evenly apart, or all of them. */
function spread(total: number, count: number): number[] {
  const taken = Math.min(total, count);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * total) / taken));
}

function rowOf(examples: ExampleSet, example: number, { data }: RunSpec): Omit<ReferenceRow, 'logits'> {
  const [begin, end] = [examples.starts[example], examples.starts[example + 1]];
  const labels = examples.labels.subarray(examples.labelStarts[example], examples.labelStarts[example + 1]);
  return {
    fileId: data.fileIds[examples.files[example] ?? -1] ?? '',
    row: examples.rows[example] ?? 0,
    inputIds: [...examples.inputIds.subarray(begin, end)],
    tokenTypeIds: [...examples.typeIds.subarray(begin, end)],
    labels: [...labels],
    wordIds: examples.wordIds.length === 0 ? [] : [...examples.wordIds.subarray(begin, end)],
  };
}
