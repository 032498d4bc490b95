import { type Batch, IGNORED_LABEL } from '../data/collate';
import { evalLoss, NO_EVAL_LOSS, updateEvalLoss } from './eval-loss';

/**
 * The Trainer's eval_loss over batches of logits, computed in float64. A batch without any label, for which the Trainer
 * has no number, counts for nothing.
 */
export class EvalLossMeter {
  private state = NO_EVAL_LOSS;

  /** `logits` [rows, classes], one row a label of the batch. */
  add(batch: Batch, logits: Float32Array, classes: number): void {
    let sum = 0;
    let count = 0;
    for (const [row, label] of batch.labels.entries()) {
      if (label === IGNORED_LABEL) continue;
      const scores = logits.subarray(row * classes, (row + 1) * classes);
      const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      const total = scores.reduce((a, b) => a + Math.exp(b - highest), 0);
      // Differences first: added to a large score, the logarithm would be lost.
      sum += Math.log(total) - ((scores[label] ?? Number.NaN) - highest);
      count++;
    }
    if (count > 0) this.state = updateEvalLoss(this.state, sum / count, batch.batchSize);
  }

  /** Null before any label. */
  get value(): number | null {
    return this.state.rows === 0 ? null : evalLoss(this.state);
  }
}
