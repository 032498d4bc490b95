/** How long a worker may show no sign of life while it has something to do. A WASM step of a large model takes many seconds. */
export const DEFAULT_SILENCE_MS = 180_000;
const TICK_MS = 2_000;

export interface HeartbeatOptions {
  /** True while the worker has work, so that silence means something. */
  readonly isBusy: () => boolean;
  /** True while the page is hidden: its timers are throttled, and so may be the worker's device. */
  readonly isHidden: () => boolean;
  readonly onSilent: (seconds: number) => void;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
}

/**
 * Watches the counter that a busy worker increments. Silence is added up tick by tick, and a tick counts for no more
 * than twice its length: after a suspended laptop wakes up, the hours in between are not silence.
 */
export class Heartbeat {
  private readonly counter: Int32Array;
  private timer: ReturnType<typeof setInterval> | null = null;
  private lastCount = 0;
  private lastTick = 0;
  private silentMs = 0;
  private limitMs = DEFAULT_SILENCE_MS;

  constructor(
    buffer: SharedArrayBuffer,
    private readonly options: HeartbeatOptions,
  ) {
    this.counter = new Int32Array(buffer);
  }

  /** Adjusts the patience to this device: never less than the default. */
  allow(silenceMs: number): void {
    this.limitMs = Math.max(DEFAULT_SILENCE_MS, silenceMs);
  }

  start(): void {
    this.lastTick = this.options.now();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private tick(): void {
    const now = this.options.now();
    const passed = Math.min(now - this.lastTick, 2 * TICK_MS);
    this.lastTick = now;
    const count = Atomics.load(this.counter, 0);
    const alive = count !== this.lastCount || !this.options.isBusy() || this.options.isHidden();
    this.lastCount = count;
    this.silentMs = alive ? 0 : this.silentMs + passed;
    if (this.silentMs < this.limitMs) return;
    const seconds = Math.round(this.silentMs / 1000);
    this.silentMs = 0;
    this.options.onSilent(seconds);
  }
}
