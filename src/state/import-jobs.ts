import { toAppError } from '../core/contract/errors';
import type { CallOptions } from '../client/types';
import type { ImportJob } from './remote';

type Update<Job> = (change: (jobs: readonly Job[]) => readonly Job[]) => void;

/** Imports with their progress: each job is listed while it goes on and stays when it failed. */
export class ImportJobs<Job extends ImportJob> {
  private readonly aborts = new Map<string, AbortController>();

  constructor(private readonly update: Update<Job>) {}

  /** Runs `work` as `job`; null if it failed or was cancelled. */
  async run<T>(job: Job, work: (options: CallOptions) => Promise<T>): Promise<T | null> {
    const abort = new AbortController();
    this.aborts.set(job.id, abort);
    this.update((jobs) => [...jobs, job]);
    try {
      const value = await work({
        signal: abort.signal,
        onProgress: (progress) => this.change(job.id, (known) => ({ ...known, progress })),
      });
      this.dismiss(job.id);
      return value;
    } catch (thrown) {
      const { failure } = toAppError(thrown);
      if (failure.code === 'WORKER_CANCELLED') this.dismiss(job.id);
      else this.change(job.id, (known) => ({ ...known, progress: null, failure }));
      return null;
    } finally {
      this.aborts.delete(job.id);
    }
  }

  cancel(jobId: string): void {
    this.aborts.get(jobId)?.abort();
  }

  dismiss(jobId: string): void {
    this.update((jobs) => jobs.filter((job) => job.id !== jobId));
  }

  private change(jobId: string, edit: (job: Job) => Job): void {
    this.update((jobs) => jobs.map((job) => (job.id === jobId ? edit(job) : job)));
  }
}
