/** Seconds between laps. */
export class Stopwatch {
  private readonly startMs = performance.now();
  private lapMs = this.startMs;

  /** Since the last lap. */
  lap(): number {
    const now = performance.now();
    const seconds = (now - this.lapMs) / 1000;
    this.lapMs = now;
    return seconds;
  }

  total(): number {
    return (performance.now() - this.startMs) / 1000;
  }
}
