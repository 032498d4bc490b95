import type { ExampleSet } from './example-set';

/** Label of a position that the loss leaves out. */
export const IGNORED_LABEL = -100;

/** Examples padded to one length; row-major [B, T]. */
export interface Batch {
  /** B */
  readonly batchSize: number;
  /** T */
  readonly sequenceLength: number;
  readonly inputIds: Int32Array;
  /** 1 for a real token, 0 for padding. */
  readonly attentionMask: Int32Array;
  readonly tokenTypeIds: Int32Array;
  /** [B] or [B, T]; -100 is left out of the loss. */
  readonly labels: Int32Array;
  /** Real tokens, padding not counted. */
  readonly tokens: number;
  /** Indices into the set, one a row of the batch. */
  readonly rows: readonly number[];
}

export interface CollateOptions {
  readonly padTokenId: number;
  /** The sequence length is rounded up to a multiple of this. */
  readonly padToMultipleOf: number;
  readonly labels: 'sequence' | 'token';
  /** The longest sequence that the model reads: rounding up stops there. */
  readonly maxLength?: number;
}

/** Whether the loss of a batch is a mean over anything. */
export function hasLabel({ labels }: Pick<Batch, 'labels'>): boolean {
  return labels.some((label) => label !== IGNORED_LABEL);
}

/** Pads to the longest example on the right, as DataCollatorWithPadding and DataCollatorForTokenClassification do. */
export function collate(set: ExampleSet, indices: ArrayLike<number>, options: CollateOptions): Batch {
  const rows = Array.from(indices);
  const batchSize = rows.length;
  let longest = 1;
  let tokens = 0;
  for (const example of rows) {
    const [begin, end] = range(set.starts, example);
    longest = Math.max(longest, end - begin);
    tokens += end - begin;
  }
  const multiple = options.padToMultipleOf;
  const rounded = Math.ceil(longest / multiple) * multiple;
  const sequenceLength = Math.max(longest, Math.min(rounded, options.maxLength ?? rounded));
  const inputIds = new Int32Array(batchSize * sequenceLength).fill(options.padTokenId);
  const attentionMask = new Int32Array(batchSize * sequenceLength);
  const tokenTypeIds = new Int32Array(batchSize * sequenceLength);
  const labelWidth = options.labels === 'token' ? sequenceLength : 1;
  const labels = new Int32Array(batchSize * labelWidth).fill(IGNORED_LABEL);
  for (const [b, example] of rows.entries()) {
    const [begin, end] = range(set.starts, example);
    const row = b * sequenceLength;
    inputIds.set(set.inputIds.subarray(begin, end), row);
    tokenTypeIds.set(set.typeIds.subarray(begin, end), row);
    attentionMask.fill(1, row, row + end - begin);
    const [labelBegin, labelEnd] = range(set.labelStarts, example);
    if (labelEnd - labelBegin > labelWidth) {
      throw new RangeError(`example ${example} has ${labelEnd - labelBegin} labels for ${labelWidth} places`);
    }
    labels.set(set.labels.subarray(labelBegin, labelEnd), b * labelWidth);
  }
  return { batchSize, sequenceLength, inputIds, attentionMask, tokenTypeIds, labels, tokens, rows };
}

function range(starts: Uint32Array, example: number): [number, number] {
  const begin = starts[example];
  const end = starts[example + 1];
  if (begin === undefined || end === undefined) throw new RangeError(`no example ${example}`);
  return [begin, end];
}
