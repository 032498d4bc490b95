import type { RunEvent, RunEventBody } from '../../../src/core/contract/events';
import type { Checkpoint, RunRecord } from '../../../src/core/contract/run';
import type { RecordStore } from '../../../src/core/contract/storage';
import { withRowsWhereWanted } from './keep-rows';
import { type BestModel, greaterIsBetter, updateBestModel } from '../../../src/engine/train/best-model';

/** How often progress alone is written down. */
const PROGRESS_MS = 2000;

/**
 * Tells the events of a run to the page and writes them into its record: the training worker is the record's only
 * writer while the run is open, so that nothing depends on the page being awake.
 */
export class RunJournal {
  private seq = 0;
  private record: RunRecord;
  /** What is not stored yet, in order; a write that failed stays in front until it succeeds. */
  private readonly waiting: (() => Promise<void>)[] = [];
  private writing: Promise<unknown> | null = null;
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

  /** Resolves when everything noted so far is stored; throws what writing fails with. It is tried again the next time. */
  async settled(): Promise<void> {
    const failure = await this.attempt();
    if (failure !== null) throw failure;
  }

  /** Like `settled`, but resolves with the failure, or null: for where another error is on its way. */
  async attempt(): Promise<unknown> {
    // A try under way may have failed before the disk had room again.
    await this.writing;
    return this.drain();
  }

  /** Forgets what lies after a checkpoint: the run writes it again from there. */
  async rewind(step: number, checkpoints: readonly Checkpoint[]): Promise<void> {
    this.write(() => this.records.metrics.truncate(this.record.id, step));
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
        const best = this.bestOf(evaluations);
        return this.patch({ evaluations: withRowsWhereWanted(evaluations, best), best });
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
    const best = evaluations
      .filter(({ split }) => split === 'validation')
      .map(({ step, metrics }): BestModel => ({ step, value: metrics[metric] ?? Number.NaN }))
      .reduce<BestModel | null>((found, candidate) => updateBestModel(found, candidate, greater), null);
    return best === null ? null : { ...best, metric };
  }

  private write(work: () => Promise<void>): void {
    this.waiting.push(async () => work());
    void this.drain();
  }

  /** Does what waits, one write after the other, up to the first failure, which it resolves with. */
  private drain(): Promise<unknown> {
    if (this.waiting.length === 0) return Promise.resolve(null);
    this.writing ??= this.writeAll();
    return this.writing;
  }

  private async writeAll(): Promise<unknown> {
    try {
      for (let next = this.waiting[0]; next !== undefined; next = this.waiting[0]) {
        await next();
        this.waiting.shift();
      }
      return null;
    } catch (thrown) {
      return thrown;
    } finally {
      this.writing = null;
    }
  }
}
