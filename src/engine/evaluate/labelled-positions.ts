import { type Batch, IGNORED_LABEL } from '../data/collate';
import type { ExampleSet } from '../data/example-set';
import { argmax } from './argmax';
import type { TaggedTokens } from './token-classification';

/** Gathers the true and the predicted class of every position that has a label, from batches in order. */
export class LabelledPositions {
  private readonly truth: number[] = [];
  private readonly predicted: number[] = [];
  private readonly wordStarts: number[] = [];
  private readonly starts = [0];

  constructor(private readonly examples: Pick<ExampleSet, 'starts' | 'wordIds'>) {}

  /** `logits` [rows, classes], one row a label of the batch. */
  add(batch: Batch, logits: Float32Array, classes: number): void {
    const perExample = batch.labels.length / batch.batchSize;
    for (const [row, label] of batch.labels.entries()) {
      if (label !== IGNORED_LABEL) {
        const example = batch.rows[Math.floor(row / perExample)] ?? 0;
        this.truth.push(label);
        this.predicted.push(argmax(logits, row * classes, classes));
        this.wordStarts.push(this.isWordStart(example, row % perExample) ? 1 : 0);
      }
      if ((row + 1) % perExample === 0) this.starts.push(this.truth.length);
    }
  }

  get result(): TaggedTokens {
    return {
      truth: Int32Array.from(this.truth),
      predicted: Int32Array.from(this.predicted),
      starts: Uint32Array.from(this.starts),
      isWordStart: Uint8Array.from(this.wordStarts),
    };
  }

  /** run_ner's rule: another word than the token before; special tokens (-1) are in between. */
  private isWordStart(example: number, position: number): boolean {
    const at = (this.examples.starts[example] ?? 0) + position;
    return position === 0 || this.examples.wordIds[at] !== this.examples.wordIds[at - 1];
  }
}
