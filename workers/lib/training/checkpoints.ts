import { z } from 'zod';
import { AppError } from '../../../src/core/contract/errors';
import { type Checkpoint, checkpointSchema, type RunRecord } from '../../../src/core/contract/run';
import { type FileStore, paths } from '../../../src/core/contract/storage';
import { dropOptimizer, writeCheckpoint } from '../../../src/engine/checkpoint/run-checkpoint';
import type { ParameterStore } from '../../../src/engine/runtime/parameters';
import { keptCheckpoints } from '../../../src/engine/train/checkpoint-rotation';
import type { TrainingState } from '../../../src/engine/train/training-state';

const LIMIT = 2;
const MANIFEST = 'manifest.json';
const manifestSchema = z.object({ checkpoints: z.array(checkpointSchema) });

/**
 * The checkpoints of a run on disk. A checkpoint counts once the manifest names it, and the manifest is written
 * last: a crash in between leaves the one before.
 */
export class Checkpoints {
  constructor(
    private readonly files: FileStore,
    private readonly runId: string,
  ) {}

  /** Complete checkpoints, oldest first. */
  async list(): Promise<Checkpoint[]> {
    const path = paths.runFile(this.runId, MANIFEST);
    if (!(await this.files.exists(path))) return [];
    const text = await (await this.files.read(path)).text();
    const parsed = manifestSchema.safeParse(JSON.parse(text));
    if (!parsed.success)
      throw new AppError('RUN_CHECKPOINT_DAMAGED', { folder: this.runId }, { cause: parsed.error });
    return parsed.data.checkpoints;
  }

  /**
   * Writes a checkpoint, then lets older ones go: the newest and the best stay. The final one of a run keeps its
   * weights only. Throws `STORAGE_FULL`, and what was there before is still there.
   */
  async save(
    store: ParameterStore,
    state: TrainingState,
    bestStep: number | null,
    final: boolean,
  ): Promise<{ readonly saved: Checkpoint; readonly all: Checkpoint[] }> {
    const before = await this.list();
    const folder = `step-${String(state.step).padStart(8, '0')}`;
    const saved = await this.write(folder, store, state);
    const others = before.filter((checkpoint) => checkpoint.folder !== folder);
    const kept = new Set(
      keptCheckpoints(
        [...others, saved].map((c) => c.step),
        LIMIT,
        bestStep,
      ),
    );
    let all = [...others, saved].filter((checkpoint) => kept.has(checkpoint.step));
    await this.writeManifest(all);
    for (const gone of others.filter((checkpoint) => !kept.has(checkpoint.step))) {
      await this.files.remove(paths.checkpoint(this.runId, gone.folder));
    }
    if (final) {
      all = await Promise.all(all.map((checkpoint) => this.withoutOptimizer(checkpoint)));
      await this.writeManifest(all);
    }
    return { saved: all.find((checkpoint) => checkpoint.folder === folder) ?? saved, all };
  }

  private async write(folder: string, store: ParameterStore, state: TrainingState): Promise<Checkpoint> {
    const sizeBytes = await writeCheckpoint(this.files, paths.checkpoint(this.runId, folder), store, state);
    return { step: state.step, folder, createdAt: Date.now(), sizeBytes, resumable: true };
  }

  private async withoutOptimizer(checkpoint: Checkpoint): Promise<Checkpoint> {
    const sizeBytes = await dropOptimizer(this.files, paths.checkpoint(this.runId, checkpoint.folder));
    return { ...checkpoint, sizeBytes, resumable: false };
  }

  private async writeManifest(checkpoints: readonly Checkpoint[]): Promise<void> {
    await this.files.write(paths.runFile(this.runId, MANIFEST), JSON.stringify({ checkpoints }));
  }
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
