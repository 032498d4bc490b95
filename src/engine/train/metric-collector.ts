import { AppError } from '../../core/contract/errors';
import type { RunEventBody } from '../../core/contract/events';
import type { Evaluation } from '../../core/contract/run';
import type { MetricColumns, MetricKey } from '../../core/metrics/columns';
import type { LossAdvisor } from './advice';
import { addLoss, type LogEntry, type LossLog, takeMeanLoss, trainEntry } from './log-history';
import type { StepOutcome, StepReport } from './loop';

/** Points wait for at most this long: ten messages a second are more than an eye needs. */
const FLUSH_MS = 200;
const FLUSH_STEPS = 64;
/** Steps over which speed is averaged. */
const SPEED_WINDOW = 20;

interface Pending extends StepOutcome {
  readonly report: StepReport;
  readonly tokensPerSecond: number;
}

/**
 * Gathers losses and gradient norms of the steps that are done, and turns them into metric events, a few a second,
 * and the Trainer's log.
 */
export class MetricCollector {
  private log: LossLog;
  private readonly history: LogEntry[];
  private pending: Pending[] = [];
  private lastFlush: number;
  private times: { readonly at: number; readonly tokens: number }[];

  constructor(
    private readonly parts: {
      readonly losses: LossLog;
      readonly logHistory: readonly LogEntry[];
      readonly advisor: LossAdvisor;
      readonly emit: (event: RunEventBody) => void;
      readonly now: () => number;
    },
  ) {
    this.log = parts.losses;
    this.history = [...parts.logHistory];
    this.lastFlush = parts.now();
    this.times = [{ at: parts.now(), tokens: 0 }];
  }

  /** Begins to measure speed anew: after an evaluation or a pause, whose time is not the steps'. */
  restartClock(): void {
    this.times = [{ at: this.parts.now(), tokens: 0 }];
  }

  get losses(): LossLog {
    return this.log;
  }

  get logHistory(): readonly LogEntry[] {
    return this.history;
  }

  get tokensPerSecond(): number | null {
    const [first, ...rest] = this.times;
    const last = rest.at(-1);
    if (first === undefined || last === undefined || last.at <= first.at) return null;
    return (1000 * rest.reduce((sum, { tokens }) => sum + tokens, 0)) / (last.at - first.at);
  }

  /** Time that `steps` more steps take at the present speed; null before there is one. */
  secondsLeft(steps: number): number | null {
    const first = this.times[0];
    const last = this.times.at(-1);
    if (first === undefined || last === undefined || this.times.length < 2) return null;
    return (steps * (last.at - first.at)) / (1000 * (this.times.length - 1));
  }

  /**
   * Takes in a step that was done at a time. Throws `RUN_DIVERGED` once a loss is not a number.
   * @param log whether the Trainer's log gets an entry
   */
  add(report: StepReport, { loss, gradNorm }: StepOutcome, at: number, log: boolean): void {
    this.times.push({ at, tokens: report.tokens });
    if (this.times.length > SPEED_WINDOW + 1) this.times.shift();
    this.pending.push({ report, loss, gradNorm, tokensPerSecond: this.tokensPerSecond ?? Number.NaN });
    this.enter(report, loss, gradNorm, log);
    const diverged = loss !== null && !Number.isFinite(loss);
    const isLate = this.parts.now() - this.lastFlush >= FLUSH_MS;
    if (diverged || isLate || this.pending.length >= FLUSH_STEPS) this.flush();
    if (diverged) throw new AppError('RUN_DIVERGED', { step: report.step });
    const warning = loss === null ? null : this.parts.advisor.add(report.step, loss);
    if (warning !== null) this.parts.emit({ type: 'warning', step: report.step, warning });
  }

  /** Tells everything taken in so far. */
  flush(): void {
    const batch = this.pending;
    this.pending = [];
    this.lastFlush = this.parts.now();
    if (batch.length === 0) return;
    this.tell(
      batch.map(({ report }) => report.step),
      {
        'train/loss': batch.map(({ loss }) => loss ?? Number.NaN),
        'train/grad_norm': batch.map(({ gradNorm }) => gradNorm),
        'train/learning_rate': batch.map(({ report }) => report.learningRate),
        'train/epoch': batch.map(({ report }) => report.epoch),
        'train/tokens_per_second': batch.map(({ tokensPerSecond }) => tokensPerSecond),
      },
    );
  }

  addEvaluation(evaluation: Evaluation, entry: LogEntry): void {
    this.history.push(entry);
    const values = Object.entries(evaluation.metrics).map(([key, value]): [MetricKey, number[]] => [
      `eval/${key}`,
      [value],
    ]);
    this.tell([evaluation.step], Object.fromEntries(values));
  }

  addSummary(entry: LogEntry): void {
    this.history.push(entry);
  }

  private enter(report: StepReport, loss: number | null, gradNorm: number, log: boolean): void {
    if (loss !== null) this.log = addLoss(this.log, loss);
    if (log) {
      const { log: rest, loss: mean } = takeMeanLoss(this.log);
      this.log = rest;
      const { learningRate, epoch, step } = report;
      this.history.push(trainEntry({ loss: mean, gradNorm, learningRate, epoch, step }));
    }
  }

  private tell(steps: readonly number[], values: MetricColumns['values']): void {
    this.parts.emit({ type: 'metrics', step: steps.at(-1) ?? 0, columns: { steps, values } });
  }
}
