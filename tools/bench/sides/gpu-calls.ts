/** Dispatches and submissions of this realm so far. */
export interface GpuCounts {
  dispatches: number;
  submissions: number;
}

export interface GpuCalls {
  readonly counts: Readonly<GpuCounts>;
  /** Milliseconds that the device takes for each submission made during `work`: it does one after the other. */
  timed(work: () => Promise<void>): Promise<readonly number[]>;
}

interface Submission {
  readonly at: number;
  readonly doneAt: Promise<number>;
}

/** Watches the WebGPU interface itself, the same way for everybody. Call before a device is made. */
export function watchGpuCalls(): GpuCalls {
  const counts: GpuCounts = { dispatches: 0, submissions: 0 };
  let watched: Submission[] | null = null;
  if (typeof GPUQueue !== 'undefined') {
    const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
    GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...args) {
      counts.dispatches++;
      dispatchWorkgroups.apply(this, args);
    };
    const { submit } = GPUQueue.prototype;
    GPUQueue.prototype.submit = function (...args) {
      counts.submissions++;
      const at = performance.now();
      submit.apply(this, args);
      watched?.push({ at, doneAt: this.onSubmittedWorkDone().then(() => performance.now()) });
    };
  }
  return {
    counts,
    async timed(work) {
      const submissions: Submission[] = [];
      watched = submissions;
      await work();
      watched = null;
      const ends = await Promise.all(submissions.map(({ doneAt }) => doneAt));
      return submissions.map(({ at }, i) => (ends[i] ?? at) - Math.max(at, ends[i - 1] ?? 0));
    },
  };
}
