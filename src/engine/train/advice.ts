import type { Warning } from '../../core/contract/events';

/** Steps over which the loss must move before anything is said. */
const WINDOW = 50;
/** Relative change of the mean loss over two windows that counts as flat. */
const FLAT = 0.02;
/** Growth over the best window that counts as diverging. */
const DIVERGED = 1.5;

/**
 * Watches the training loss: says once when it does not fall in the first windows, and once when it climbs well
 * above its best.
 */
export class LossAdvisor {
  private readonly windows: number[] = [];
  private sum = 0;
  private count = 0;
  private saidFlat = false;
  private saidDiverges = false;

  /** @param chance loss of guessing, ln(number of labels): a flat loss well below it is simply done */
  constructor(
    private readonly chance: number,
    private readonly warmupSteps: number,
  ) {}

  add(step: number, loss: number): Warning | null {
    this.sum += loss;
    this.count++;
    if (this.count < WINDOW) return null;
    const mean = this.sum / this.count;
    this.windows.push(mean);
    this.sum = 0;
    this.count = 0;
    return this.judge(step, mean);
  }

  private judge(step: number, mean: number): Warning | null {
    const best = Math.min(...this.windows);
    if (!this.saidDiverges && this.windows.length > 1 && mean > DIVERGED * best && mean > this.chance) {
      this.saidDiverges = true;
      return { code: 'LOSS_DIVERGES', details: { step, loss: round(mean) } };
    }
    const first = this.windows[0] ?? mean;
    const flat = Math.abs(first - mean) < FLAT * first && mean > 0.9 * this.chance;
    if (!this.saidFlat && this.windows.length >= 3 && step > this.warmupSteps + WINDOW && flat) {
      this.saidFlat = true;
      return { code: 'LOSS_FLAT', details: { steps: step, loss: round(mean) } };
    }
    return null;
  }
}

/** Says once when the validation loss has risen twice in a row while the training loss still falls. */
export class OverfittingAdvisor {
  private readonly evaluations: { readonly evalLoss: number; readonly trainLoss: number }[] = [];
  private said = false;

  add(step: number, evalLoss: number, trainLoss: number): Warning | null {
    this.evaluations.push({ evalLoss, trainLoss });
    const [a, b, c] = this.evaluations.slice(-3);
    if (this.said || a === undefined || b === undefined || c === undefined) return null;
    const rises = a.evalLoss < b.evalLoss && b.evalLoss < c.evalLoss;
    const falls = a.trainLoss > b.trainLoss && b.trainLoss > c.trainLoss;
    if (!rises || !falls) return null;
    this.said = true;
    return { code: 'OVERFITTING', details: { step } };
  }
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
