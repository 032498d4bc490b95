/** Work that shares the device with a training run: done at once while none runs, else between two of its steps. */
export class JobQueue {
  private readonly jobs: (() => Promise<void>)[] = [];
  private serving: Promise<true> | null = null;

  /** @param isTraining whether a session is stepping (or paused, holding the device) and will call `serve` */
  constructor(
    private readonly isTraining: () => boolean,
    private readonly nudge: () => void,
  ) {}

  /** Runs `work` when the device is free; `onWait` is called when it has to wait for a step. */
  run<T>(work: () => Promise<T>, onWait: () => void): Promise<T> {
    const result = new Promise<T>((resolve, reject) => {
      this.jobs.push(() => work().then(resolve, reject));
    });
    if (this.isTraining()) {
      onWait();
      this.nudge();
    } else {
      // Never rejects: jobs carry their own failures to their callers.
      void this.serve();
    }
    return result;
  }

  /** Does everything that waits, one after the other and after `settle`; true when there was anything. */
  serve(settle?: () => Promise<void>): Promise<boolean> {
    if (this.jobs.length === 0 && this.serving === null) return Promise.resolve(false);
    this.serving ??= this.work(settle);
    return this.serving;
  }

  private async work(settle?: () => Promise<void>): Promise<true> {
    try {
      await settle?.();
      for (let job = this.jobs.shift(); job !== undefined; job = this.jobs.shift()) await job();
      return true;
    } finally {
      // At once, not in a later turn: a job that came in between would wait for ever.
      this.serving = null;
    }
  }
}
