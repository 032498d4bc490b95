import { z } from 'zod';
import { AppError } from '../../../src/core/contract/errors';
import { type Checkpoint, checkpointSchema, type RunRecord } from '../../../src/core/contract/run';
import { type FileStore, paths } from '../../../src/core/contract/storage';
import {
  bytesWithoutOptimizer,
  checkpointBytes,
  dropOptimizer,
  readCheckpoint,
  writeCheckpoint,
  writeCheckpointState,
} from '../../../src/engine/checkpoint/run-checkpoint';
import type { ParameterStore } from '../../../src/engine/runtime/parameters';
import { keptCheckpoints } from '../../../src/engine/train/checkpoint-rotation';
import type { TrainingState } from '../../../src/engine/train/training-state';

const LIMIT = 2;
const MANIFEST = 'manifest.json';
const manifestSchema = z.object({ checkpoints: z.array(checkpointSchema) });

/**
 * The checkpoints of a run on disk. A checkpoint counts once the manifest names it, and the manifest is written
 * last: a crash in between leaves the one before. One instance writes at a time; others may read meanwhile.
 */
export class Checkpoints {
  /** Folders written or read by this instance: their weights are those of their step in this run. */
  private readonly intact = new Set<string>();

  constructor(
    private readonly files: FileStore,
    private readonly runId: string,
  ) {}

  /** Complete checkpoints, oldest first. Throws `RUN_CHECKPOINT_DAMAGED`. */
  async list(): Promise<Checkpoint[]> {
    const path = paths.runFile(this.runId, MANIFEST);
    if (!(await this.files.exists(path))) return [];
    const text = await (await this.files.read(path)).text();
    try {
      return manifestSchema.parse(JSON.parse(text)).checkpoints;
    } catch (cause) {
      throw new AppError('RUN_CHECKPOINT_DAMAGED', { folder: this.runId }, { cause });
    }
  }

  /** Loads weights and optimizer of a checkpoint. Throws `RUN_CHECKPOINT_DAMAGED`. */
  async load({ folder }: Checkpoint, store: ParameterStore): Promise<TrainingState> {
    const state = await readCheckpoint(this.files, this.path(folder), store);
    this.intact.add(folder);
    return state;
  }

  /** Bytes of tensors that `save` would write at this step: none where they are there already. */
  async neededBytes(store: ParameterStore, step: number, final: boolean): Promise<number> {
    return this.written(await this.list(), step) === null ? checkpointBytes(store, !final) : 0;
  }

  /** Removes what a crash or a full disk left of checkpoints that the manifest does not name. For the writer alone. */
  async removeOrphans(): Promise<void> {
    const named = await this.list();
    const known = new Set(named.map(({ folder }) => folder));
    for (const folder of await this.files.list(paths.checkpoints(this.runId))) {
      if (!known.has(folder)) await this.files.remove(this.path(folder));
    }
    for (const { folder, resumable } of named) {
      if (!resumable) await dropOptimizer(this.files, this.path(folder));
    }
  }

  /**
   * Writes a checkpoint, then lets older ones go: the newest and the best stay, and none of a later step, which
   * the run is about to write anew. After the final one of a run all keep their weights only.
   * Throws `STORAGE_FULL`, and what was there before is still there.
   */
  async save(
    store: ParameterStore,
    state: TrainingState,
    bestStep: number | null,
    final: boolean,
  ): Promise<{ readonly saved: Checkpoint; readonly all: Checkpoint[] }> {
    const before = await this.list();
    const folder = folderOf(state.step);
    const written = this.written(before, state.step);
    const older = before.filter(({ step }) => step < state.step);
    // Bytes that are being replaced must not be taken for a checkpoint.
    if (written === null && older.length < before.length) await this.writeManifest(older);
    const newest =
      written === null ? await this.write(store, state, final) : await this.renew(written, state);
    const steps = [...older, newest].map(({ step }) => step);
    const kept = new Set(keptCheckpoints(steps, LIMIT, bestStep));
    const rest = [...older, newest].filter(({ step }) => kept.has(step));
    const all = final ? await Promise.all(rest.map((checkpoint) => this.withoutOptimizer(checkpoint))) : rest;
    await this.writeManifest(all);
    await this.removeOrphans();
    return { saved: all.find((checkpoint) => checkpoint.folder === folder) ?? newest, all };
  }

  /** The checkpoint of this step whose weights need not be written again, or null. */
  private written(checkpoints: readonly Checkpoint[], step: number): Checkpoint | null {
    return checkpoints.find((c) => c.step === step && this.intact.has(c.folder)) ?? null;
  }

  private async write(store: ParameterStore, state: TrainingState, final: boolean): Promise<Checkpoint> {
    const folder = folderOf(state.step);
    try {
      const sizeBytes = await writeCheckpoint(this.files, this.path(folder), store, state, !final);
      this.intact.add(folder);
      return { step: state.step, folder, createdAt: Date.now(), sizeBytes, resumable: !final };
    } catch (thrown) {
      // What cannot be removed now goes before the next checkpoint; the failure is the one that counts.
      await Promise.allSettled([this.files.remove(this.path(folder))]);
      throw thrown;
    }
  }

  private async renew(checkpoint: Checkpoint, state: TrainingState): Promise<Checkpoint> {
    const path = this.path(checkpoint.folder);
    await writeCheckpointState(this.files, path, state);
    return { ...checkpoint, sizeBytes: await this.files.sizeOf(path) };
  }

  /** The entry of a checkpoint whose optimizer is about to go: first it is no longer promised, then removed. */
  private async withoutOptimizer(checkpoint: Checkpoint): Promise<Checkpoint> {
    const sizeBytes = await bytesWithoutOptimizer(this.files, this.path(checkpoint.folder));
    return { ...checkpoint, sizeBytes, resumable: false };
  }

  private path(folder: string): string {
    return paths.checkpoint(this.runId, folder);
  }

  private async writeManifest(checkpoints: readonly Checkpoint[]): Promise<void> {
    await this.files.write(paths.runFile(this.runId, MANIFEST), JSON.stringify({ checkpoints }));
  }
}

function folderOf(step: number): string {
  return `step-${String(step).padStart(8, '0')}`;
}

/** The weights a finished or stopped run stands for: the best ones where the recipe keeps them, else the newest. */
export function deliveredCheckpoint(run: RunRecord, checkpoints: readonly Checkpoint[]): Checkpoint {
  const best = run.spec.recipe.loadBestModelAtEnd
    ? checkpoints.find((checkpoint) => checkpoint.step === run.best?.step)
    : undefined;
  const chosen = best ?? checkpoints.at(-1);
  if (chosen === undefined) throw new AppError('RUN_NO_CHECKPOINT', { run: run.name });
  return chosen;
}
