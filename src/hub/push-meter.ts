import type { CommitProgressEvent } from '@huggingface/hub';
import type { OperationEvent } from '../core/contract/events';
import type { PushFile } from '../core/contract/hub';

type Progress = Omit<OperationEvent, 'operationId'>;

/** Adds up what the library tells of single files. */
export class PushMeter {
  private readonly sizes: ReadonlyMap<string, number>;
  private readonly totalBytes: number;
  private readonly hashed = new Map<string, number>();
  private readonly sent = new Map<string, number>();
  /** From `uploadingLargeFiles` on contents are on their way, so that a broken connection leaves a part of them there. */
  phase: 'preuploading' | 'uploadingLargeFiles' | 'committing' = 'preuploading';

  constructor(
    files: readonly PushFile[],
    private readonly onProgress: (progress: Progress) => void,
  ) {
    this.sizes = new Map(files.map(({ path, sizeBytes }) => [path, sizeBytes]));
    this.totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** Files that have arrived whole, of those that do not travel inside the commit. */
  get arrived(): number {
    return [...this.sent.values()].filter((share) => share >= 1).length;
  }

  take(event: CommitProgressEvent): void {
    if (event.event === 'phase') {
      this.phase = event.phase;
      // What travels inside the commit arrives with it, or not at all.
      if (event.phase === 'committing') this.tell('committing', this.totalBytes);
      return;
    }
    if (this.phase === 'committing') return;
    const isHash = event.state === 'hashing';
    const shares = isHash ? this.hashed : this.sent;
    // What was tried again, or lies there already, never moves the bar back.
    shares.set(event.path, Math.max(shares.get(event.path) ?? 0, event.progress));
    const done = [...shares].reduce((sum, [path, share]) => sum + share * (this.sizes.get(path) ?? 0), 0);
    this.tell(isHash ? 'checking' : 'uploading', done);
  }

  private tell(stage: 'checking' | 'uploading' | 'committing', done: number): void {
    this.onProgress({ stage, done: Math.round(done), total: this.totalBytes, unit: 'bytes' });
  }
}
