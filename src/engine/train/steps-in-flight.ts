import type { StepOutcome, StepReport } from './loop';

/** Work handed over ahead of what is done: enough to keep a device busy, little for a person who asks for a pause. */
const AHEAD_MS = 1000;
/** The device works on one while another waits for it; more would only wait. */
const MOST_AHEAD = 2;

interface Flying {
  readonly report: StepReport;
  readonly issuedAt: number;
  result: { readonly at: number; readonly outcome: StepOutcome } | { readonly thrown: unknown } | null;
  readonly settled: Promise<void>;
}

/** Told of steps that the device has done, in order; `at` is when. */
export type OnStepDone = (report: StepReport, outcome: StepOutcome, at: number) => void;

/** Steps handed to the device and not yet known to be done, so that the next is made ready meanwhile. */
export class StepsInFlight {
  private readonly flying: Flying[] = [];
  private doneAt = 0;
  private stepMs = Number.POSITIVE_INFINITY;

  /** @param now milliseconds, monotonic */
  constructor(
    private readonly onDone: OnStepDone,
    private readonly now: () => number,
  ) {}

  /** Takes a step in; resolves when the next may be issued. Rejects with what a step failed with, as do the others. */
  async add(report: StepReport): Promise<void> {
    const step: Flying = {
      report,
      issuedAt: this.now(),
      result: null,
      settled: this.follow(report, () => step),
    };
    this.flying.push(step);
    await this.untilAtMost(Math.min(MOST_AHEAD, Math.floor(AHEAD_MS / this.stepMs)));
  }

  /** Tells of the steps that are done by now. */
  land(): void {
    for (let first = this.flying[0]; first !== undefined && first.result !== null; first = this.flying[0]) {
      this.flying.shift();
      if ('thrown' in first.result) throw first.result.thrown;
      const { at, outcome } = first.result;
      this.stepMs = at - Math.max(first.issuedAt, this.doneAt);
      this.doneAt = at;
      this.onDone(first.report, outcome, at);
    }
  }

  /** Resolves when everything that was handed over is done and told of. */
  drain(): Promise<void> {
    return this.untilAtMost(0);
  }

  private async untilAtMost(count: number): Promise<void> {
    for (;;) {
      this.land();
      const [first] = this.flying;
      if (first === undefined || this.flying.length <= count) return;
      await first.settled;
    }
  }

  /** Never rejects: a failure waits for its turn. */
  private async follow({ done }: StepReport, step: () => Flying): Promise<void> {
    try {
      const outcome = await done;
      step().result = { at: this.now(), outcome };
    } catch (thrown) {
      step().result = { thrown };
    }
  }
}
