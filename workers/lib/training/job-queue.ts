/** Work that shares the device with a training run: done at once while none runs, else between two of its steps. */
export class JobQueue {
  private readonly jobs: (() => Promise<void>)[] = [];
  private busy = false;

  /** @param isTraining whether a session is stepping (or paused, holding the device) and will call `serve` */
  constructor(
    private readonly isTraining: () => boolean,
    private readonly nudge: () => void,
  ) {}

  /** Runs `work` when the device is free; `onWait` is called when it has to wait. */
  run<T>(work: () => Promise<T>, onWait: () => void): Promise<T> {
    const result = new Promise<T>((resolve, reject) => {
      this.jobs.push(() => work().then(resolve, reject));
    });
    if (this.isTraining()) {
      onWait();
      this.nudge();
    } else {
      void this.serve();
    }
    return result;
  }

  /** Does everything that waits. Jobs carry their own failures to their callers. */
  async serve(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let job = this.jobs.shift(); job !== undefined; job = this.jobs.shift()) await job();
    } finally {
      this.busy = false;
    }
  }
}
