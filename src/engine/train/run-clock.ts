/** Time spent on a run, pauses left out. Milliseconds in, seconds out. */
export class RunClock {
  private since: number | null = null;
  private seconds: number;

  constructor(
    elapsedSeconds: number,
    private readonly now: () => number,
  ) {
    this.seconds = elapsedSeconds;
  }

  start(): void {
    this.since = this.now();
  }

  stop(): void {
    this.seconds = this.elapsedSeconds;
    this.since = null;
  }

  get elapsedSeconds(): number {
    return this.seconds + (this.since === null ? 0 : (this.now() - this.since) / 1000);
  }
}
