import { AppError } from '../../../src/core/contract/errors';
import type { Checkpoint, RunSpec } from '../../../src/core/contract/run';
import { IDLE, reduceRunState, type RunState } from '../../../src/core/contract/run-state';
import type { FileStore, RecordStore } from '../../../src/core/contract/storage';
import type { SplitName } from '../../../src/core/contract/task';
import { decodeExampleSet, type ExampleSet } from '../../../src/engine/data/example-set';
import { createModel } from '../../../src/engine/models/create';
import type { Device } from '../../../src/engine/runtime/device';
import type { Tokenizer } from '../../../src/engine/tokenizer/tokenizer';
import type { ControlMailbox } from '../../../src/engine/train/control-mailbox';
import { type SessionParts, TrainingSession } from '../../../src/engine/train/session';
import type { LoadedModel } from '../../../src/engine/models/loaded-model';
import { NEW_TRAINING, type TrainingState } from '../../../src/engine/train/training-state';
import { keepRunModel } from '../models/run-model';
import { Checkpoints } from './checkpoints';
import { frequentBatches } from './frequent-batches';
import { prepareKernels } from './kernel-memory';
import { askForRoom } from './room';
import type { RunJournal } from './run-journal';
import { loadStartWeights, openRunModel, shapeOf, tokenizerOf } from './stored-model';

/** The state in which a run is while `openRun` works. */
export const OPENING: RunState = reduceRunState(IDLE, { type: 'open' });

/** A run in the device's memory. */
export interface OpenRun {
  readonly session: TrainingSession;
  readonly journal: RunJournal;
  readonly device: Device;
  readonly loaded: LoadedModel;
  readonly tokenizer: Tokenizer;
}

export interface OpenRunParts {
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly device: Device;
  readonly journal: RunJournal;
  readonly mailbox: ControlMailbox;
  readonly serve: SessionParts['serve'];
  readonly touch: () => void;
}

/** Loads data, weights and optimizer of a run: from its newest resumable checkpoint, or from the start. */
export async function openRun(parts: OpenRunParts): Promise<OpenRun> {
  const { files, records, device, journal, touch } = parts;
  const { spec } = journal.run;
  await keepRunModel(files, records, spec);
  const stored = await openRunModel(files, records, spec);
  const tokenizer = tokenizerOf(stored);
  const splits = {
    train: await readSplit(files, spec, 'train'),
    validation: await readSplit(files, spec, 'validation'),
  };
  const shape = shapeOf(stored, spec.task, spec.labels.length, spec.recipe);
  const loaded = createModel(device, shape);
  try {
    const checkpoints = new Checkpoints(files, spec.id);
    const all = await checkpoints.list();
    const resumed = await loadNewest(checkpoints, all, loaded, journal);
    if (resumed === null) {
      await loadStartWeights(files, stored, shape, spec.labels, spec.recipe.seed, loaded.store, touch);
    }
    const before = resumed ?? NEW_TRAINING;
    const batches = frequentBatches(
      spec.data.splits.train,
      spec.recipe.perDeviceTrainBatchSize,
      device.padToMultipleOf,
      spec.data.maxLength,
    );
    const kernels = await prepareKernels(files, device, loaded, batches, before.kernels);
    const state = { ...before, kernels };
    // Last, when nothing can fail any more: what it forgets cannot be had again.
    await journal.rewind(
      state.step,
      all.filter((checkpoint) => checkpoint.step <= state.step),
    );
    let warnedOfSpace = false;
    const session = new TrainingSession({
      device,
      loaded,
      spec,
      splits,
      padTokenId: tokenizer.padId,
      runState: OPENING,
      state,
      mailbox: parts.mailbox,
      emit: journal.emit,
      save: async (current, { final }) => {
        await journal.settled();
        await checkpoints.removeOrphans();
        const neededBytes = await checkpoints.neededBytes(loaded.store, current.step, final);
        const low = await askForRoom(files, neededBytes);
        if (low !== null && !warnedOfSpace) {
          warnedOfSpace = true;
          journal.emit({ type: 'warning', step: current.step, warning: low });
        }
        const { saved, all: kept } = await checkpoints.save(
          loaded.store,
          current,
          current.best?.step ?? null,
          final,
        );
        journal.patch({ checkpoints: kept });
        await journal.settled();
        return saved;
      },
      serve: parts.serve,
      touch,
      now: () => performance.now(),
    });
    return { session, journal, device, loaded, tokenizer };
  } catch (thrown) {
    loaded.store.dispose();
    throw thrown;
  }
}

/**
 * Loads the newest resumable checkpoint that can be read; null where there is none at all. A damaged one is told and
 * passed over. Throws `RUN_CHECKPOINT_DAMAGED` when none can be read.
 */
async function loadNewest(
  checkpoints: Checkpoints,
  all: readonly Checkpoint[],
  { store }: LoadedModel,
  journal: RunJournal,
): Promise<TrainingState | null> {
  let damage: AppError | null = null;
  for (const checkpoint of all.filter(({ resumable }) => resumable).reverse()) {
    try {
      return await checkpoints.load(checkpoint, store);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'RUN_CHECKPOINT_DAMAGED') throw thrown;
      damage ??= thrown;
      const { step } = checkpoint;
      journal.emit({ type: 'warning', step, warning: { code: 'CHECKPOINT_SKIPPED', details: { step } } });
    }
  }
  if (damage !== null) throw damage;
  return null;
}

/** Throws `DATA_CHANGED` when the tokenized rows of the run are gone. */
export async function readSplit(
  files: FileStore,
  spec: RunSpec,
  name: SplitName,
): Promise<ExampleSet | null> {
  const split = spec.data.splits[name];
  if (split === null) return null;
  if (!(await files.exists(split.path))) throw new AppError('DATA_CHANGED', { dataset: spec.datasetName });
  return decodeExampleSet(new Uint8Array(await (await files.read(split.path)).arrayBuffer()));
}
