/** Sum of batch mean losses weighted by rows, and the rows. Plain JSON; parts merge by addition. */
export interface EvalLoss {
  readonly weightedSum: number;
  readonly rows: number;
}

export const NO_EVAL_LOSS: EvalLoss = { weightedSum: 0, rows: 0 };

/** Adds a batch of `rows` examples (not tokens) with the mean loss `loss`. */
export function updateEvalLoss(state: EvalLoss, loss: number, rows: number): EvalLoss {
  return mergeEvalLosses(state, { weightedSum: loss * rows, rows });
}

export function mergeEvalLosses(a: EvalLoss, b: EvalLoss): EvalLoss {
  return { weightedSum: a.weightedSum + b.weightedSum, rows: a.rows + b.rows };
}

/** The Trainer's eval_loss: Σ rows·loss / Σ rows. NaN without any row. */
export function evalLoss(state: EvalLoss): number {
  return state.weightedSum / state.rows;
}
