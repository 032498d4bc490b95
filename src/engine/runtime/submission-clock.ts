/** Time that a submission is to take, by prediction: less than half of a second, since kernels differ in how well they do. */
const TARGET_MS = 400;
/** Before anything was measured, a device is taken for slower than any: a hundred million operations a second. */
const FIRST_MS_PER_OPERATION = 1e-5;
/** Submissions that the measured speed is averaged over. */
const WINDOW = 16;

/** Work handed over and not yet known to be done. */
export interface Submission {
  readonly operations: number;
  readonly at: number;
  /** Whether programs were compiled for it: its time tells nothing of the next. */
  readonly isFirst: boolean;
}

/**
 * Learns how long a device takes for its work, and says when enough is encoded for one submission: few where the
 * device is fast, because each costs, and none so long that the browser takes it for a hang (ten seconds).
 */
export class SubmissionClock {
  private encoded = 0;
  private compiles = false;
  private busyUntil = 0;
  private msPerOperation = FIRST_MS_PER_OPERATION;
  private readonly measured: { readonly operations: number; readonly ms: number }[] = [];

  /** @param now milliseconds, monotonic */
  constructor(private readonly now: () => number) {}

  /** Whether what is encoded should be submitted before so many operations more. */
  isFull(operations: number): boolean {
    return this.encoded > 0 && (this.encoded + operations) * this.msPerOperation > TARGET_MS;
  }

  encode(operations: number): void {
    this.encoded += operations;
  }

  /** A program is compiled for what is being encoded. */
  compile(): void {
    this.compiles = true;
  }

  /** What was encoded is being handed over; `done` is to be called when the device has done it. */
  submit(): Submission {
    const submission = { operations: this.encoded, at: this.now(), isFirst: this.compiles };
    this.encoded = 0;
    this.compiles = false;
    return submission;
  }

  /** A device does its submissions one after the other: each takes from the end of the last one to its own. */
  done({ operations, at, isFirst }: Submission): void {
    const now = this.now();
    const ms = now - Math.max(at, this.busyUntil);
    this.busyUntil = now;
    if (operations === 0 || isFirst) return;
    this.measured.push({ operations, ms });
    if (this.measured.length > WINDOW) this.measured.shift();
    // Here, because it is asked for at each dispatch.
    const sum = (of: 'operations' | 'ms') => this.measured.reduce((total, each) => total + each[of], 0);
    this.msPerOperation = sum('ms') / sum('operations');
  }
}
