/** Losses of updates since the last log entry, and over the whole run. Plain JSON, part of a checkpoint. */
export interface LossLog {
  readonly sum: number;
  readonly count: number;
  readonly totalSum: number;
  readonly totalCount: number;
}

export const NO_LOSSES: LossLog = { sum: 0, count: 0, totalSum: 0, totalCount: 0 };

/**
 * Adds the loss of one update. What is not finite enters the log as the Trainer's running mean
 * (logging_nan_inf_filter); that training went on from there is the loop's decision, not the log's.
 */
export function addLoss(log: LossLog, loss: number): LossLog {
  const value = Number.isFinite(loss) ? loss : log.sum / (1 + log.count);
  return {
    sum: log.sum + value,
    count: log.count + 1,
    totalSum: log.totalSum + value,
    totalCount: log.totalCount + 1,
  };
}

/** Mean loss of the updates since the last entry, null where none had one, and the log that starts anew after it. */
export function takeMeanLoss(log: LossLog): { readonly log: LossLog; readonly loss: number | null } {
  return { loss: log.count === 0 ? null : log.sum / log.count, log: { ...log, sum: 0, count: 0 } };
}

/** `train_loss`: the mean over all updates of the run that had a loss; null where none had. */
export function trainLoss(log: LossLog): number | null {
  return log.totalCount === 0 ? null : log.totalSum / log.totalCount;
}

/** An entry of `log_history` in trainer_state.json; keys and roundings are the Trainer's. */
export type LogEntry = Readonly<Record<string, number>>;

export function trainEntry(values: {
  readonly loss: number | null;
  readonly gradNorm: number;
  readonly learningRate: number;
  readonly epoch: number;
  readonly step: number;
}): LogEntry {
  const { loss, gradNorm, learningRate, epoch, step } = values;
  return {
    ...(loss === null ? {} : { loss }),
    grad_norm: gradNorm,
    learning_rate: learningRate,
    epoch,
    step,
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** `runtime`, `samples_per_second` and `steps_per_second` under a prefix (transformers' speed_metrics). Seconds. */
function speedMetrics(
  prefix: string,
  measured: { readonly seconds: number; readonly samples: number; readonly steps: number },
): LogEntry {
  const { seconds, samples, steps } = measured;
  const entry: Record<string, number> = { [`${prefix}_runtime`]: rounded(seconds, 4) };
  if (seconds > 0) {
    entry[`${prefix}_samples_per_second`] = rounded(samples / seconds, 3);
    entry[`${prefix}_steps_per_second`] = rounded(steps / seconds, 3);
  }
  return entry;
}

/** `metrics` without a prefix, as an `Evaluation` holds them; `batches` is the number of evaluation batches. */
export function evaluationEntry(evaluation: {
  readonly metrics: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly examples: number;
  readonly batches: number;
  readonly epoch: number;
  readonly step: number;
}): LogEntry {
  const { metrics, seconds, examples, batches, epoch, step } = evaluation;
  return {
    ...Object.fromEntries(Object.entries(metrics).map(([name, value]) => [`eval_${name}`, value])),
    ...speedMetrics('eval', { seconds, samples: examples, steps: batches }),
    epoch,
    step,
  };
}

/** The last entry of a run. `samples` are all training examples seen. */
export function summaryEntry(run: {
  readonly seconds: number;
  readonly samples: number;
  readonly totalFlos: number;
  readonly trainLoss: number | null;
  readonly epoch: number;
  readonly step: number;
}): LogEntry {
  return {
    ...speedMetrics('train', { seconds: run.seconds, samples: run.samples, steps: run.step }),
    total_flos: run.totalFlos,
    ...(run.trainLoss === null ? {} : { train_loss: run.trainLoss }),
    epoch: run.epoch,
    step: run.step,
  };
}
