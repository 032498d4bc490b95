import type { RunEvent, RunEventBody } from '../../../src/core/contract/events';
import type { Checkpoint, RunRecord } from '../../../src/core/contract/run';
import type { RecordStore } from '../../../src/core/contract/storage';
import { greaterIsBetter, isImprovement } from '../../../src/engine/train/best-model';

/** How often progress alone is written down. */
const PROGRESS_MS = 2000;

/**
 * Tells the events of a run to the page and writes them into its record: the training worker is the record's only
 * writer while the run is open, so that nothing depends on the page being awake.
 */
export class RunJournal {
  private seq = 0;
  private record: RunRecord;
  private writing: Promise<void> = Promise.resolve();
  private failure: unknown = null;
  private lastWrite = 0;

  constructor(
    private readonly records: RecordStore,
    private readonly port: MessagePort,
    record: RunRecord,
  ) {
    this.record = record;
  }

  get run(): RunRecord {
    return this.record;
  }

  readonly emit = (body: RunEventBody): void => {
    const event: RunEvent = { ...body, runId: this.record.id, seq: this.seq++ };
    this.port.postMessage(event);
    this.note(body);
  };

  /** Changes fields of the record without telling: what an event will say. Other fields, such as the name, stay the page's. */
  patch(patch: Partial<RunRecord>): void {
    const change = { ...patch, updatedAt: Date.now() };
    this.record = { ...this.record, ...change };
    this.write(() => this.records.runs.update(this.record.id, change));
  }

  /** Resolves when everything noted so far is stored; throws what writing failed with. */
  async settled(): Promise<void> {
    await this.writing;
    if (this.failure !== null) {
      const failure = this.failure;
      this.failure = null;
      throw failure;
    }
  }

  /** Forgets what lies after a checkpoint: the run writes it again from there. */
  async rewind(step: number, checkpoints: readonly Checkpoint[]): Promise<void> {
    await this.records.metrics.truncate(this.record.id, step);
    const evaluations = this.record.evaluations.filter((evaluation) => evaluation.step <= step);
    this.patch({ evaluations, checkpoints: [...checkpoints], failure: null, best: this.bestOf(evaluations) });
    await this.settled();
  }

  private note(body: RunEventBody): void {
    switch (body.type) {
      case 'state':
        return this.patch({ status: body.state.status, failure: body.state.failure });
      case 'device':
        return this.patch({ device: body.device });
      case 'progress':
        return this.noteProgress(body.progress);
      case 'metrics':
        return this.write(() => this.records.metrics.append(this.record.id, body.columns));
      case 'evaluation': {
        const evaluations = [...this.record.evaluations, body.evaluation];
        return this.patch({ evaluations, best: this.bestOf(evaluations) });
      }
      case 'checkpoint':
      case 'warning':
      case 'error':
        return;
    }
  }

  private noteProgress(progress: RunRecord['progress']): void {
    this.record = { ...this.record, progress };
    const now = performance.now();
    if (progress.phase === 'training' && now - this.lastWrite < PROGRESS_MS) return;
    this.lastWrite = now;
    this.patch({ progress });
  }

  /** The earliest of the best evaluations on the validation split. */
  private bestOf(evaluations: RunRecord['evaluations']): RunRecord['best'] {
    const metric = this.record.spec.recipe.metricForBestModel;
    const greater = greaterIsBetter(metric);
    let best: RunRecord['best'] = null;
    for (const { split, step, metrics } of evaluations) {
      const value = metrics[metric] ?? Number.NaN;
      if (split === 'validation' && isImprovement(value, best?.value ?? null, greater))
        best = { step, metric, value };
    }
    return best;
  }

  /** One write after the other; the first failure is kept for `settled`. */
  private write(work: () => Promise<void>): void {
    this.writing = this.writing.then(work).catch((thrown: unknown) => {
      this.failure ??= thrown;
    });
  }
}
