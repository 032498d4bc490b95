import { z } from 'zod';
import { AppError, type ErrorCode } from '../../core/contract/errors';
import type { FileStore } from '../../core/contract/storage';
import type { ParameterStore } from '../runtime/parameters';
import { type TrainingState, trainingStateSchema } from '../train/training-state';
import { stringifyReals } from './real';
import { readSafetensorsHeader } from './safetensors-header';
import { readTensor } from './safetensors-read';
import { type TensorSource, writeSafetensors } from './safetensors-write';
import { isUnreadable } from './unreadable';

/** The files of a checkpoint folder. */
const WEIGHTS = 'model.safetensors';
const OPTIMIZER = 'optimizer.safetensors';
const STATE = 'state.json';

/** PyTorch's names of Adam's moments, before the parameter's name. */
const MOMENTS = { m: 'exp_avg', v: 'exp_avg_sq' } as const;
const MOMENT_KINDS = ['m', 'v'] as const;

/**
 * Writes weights, state and, if the run is to go on from here, the optimizer into `folder`, each file whole or not at
 * all. Returns the size in bytes.
 */
export async function writeCheckpoint(
  files: FileStore,
  folder: string,
  store: ParameterStore,
  state: TrainingState,
  withOptimizer: boolean,
): Promise<number> {
  const weights = store.parameters.map(
    (p): TensorSource => ({
      name: p.name,
      dtype: 'F32',
      shape: p.shape,
      data: () => store.read(p),
    }),
  );
  const trained = store.parameters.filter((p) => p.trainable);
  const moments = MOMENT_KINDS.flatMap((kind) =>
    trained.map(
      (p): TensorSource => ({
        name: `${MOMENTS[kind]}.${p.name}`,
        dtype: 'F32',
        shape: p.shape,
        data: () => store.readMoment(p, kind),
      }),
    ),
  );
  const sizes = [
    await writeTensors(files, `${folder}/${WEIGHTS}`, weights),
    ...(withOptimizer ? [await writeTensors(files, `${folder}/${OPTIMIZER}`, moments)] : []),
    await writeCheckpointState(files, folder, state),
  ];
  return sizes.reduce((a, b) => a + b, 0);
}

/** Writes the state alone: what changed since the weights of the same step were written. Returns its bytes. */
export function writeCheckpointState(
  files: FileStore,
  folder: string,
  state: TrainingState,
): Promise<number> {
  return files.write(`${folder}/${STATE}`, stringifyReals(state));
}

/** Bytes of the tensors that `writeCheckpoint` writes: weights, and two moments of the trained ones, as float32. */
export function checkpointBytes({ parameters }: ParameterStore, withOptimizer: boolean): number {
  return parameters.reduce(
    (sum, { size, trainable }) => sum + 4 * size * (withOptimizer && trainable ? 3 : 1),
    0,
  );
}

/** Loads the weights of a checkpoint into a store. Throws `RUN_CHECKPOINT_DAMAGED`. */
export function readCheckpointWeights(
  files: FileStore,
  folder: string,
  store: ParameterStore,
): Promise<void> {
  return reading(folder, async () => {
    const tensor = await openTensors(files, `${folder}/${WEIGHTS}`);
    for (const p of store.parameters) store.load(p, await tensor(p.name, p.size));
  });
}

/** Loads weights and optimizer; returns the state to go on from. Throws `RUN_CHECKPOINT_DAMAGED`. */
export async function readCheckpoint(
  files: FileStore,
  folder: string,
  store: ParameterStore,
): Promise<TrainingState> {
  const state = await readCheckpointState(files, folder);
  await readCheckpointWeights(files, folder, store);
  await reading(folder, async () => {
    const tensor = await openTensors(files, `${folder}/${OPTIMIZER}`);
    for (const p of store.parameters) {
      if (!p.trainable) continue;
      for (const kind of MOMENT_KINDS) {
        store.loadMoment(p, kind, await tensor(`${MOMENTS[kind]}.${p.name}`, p.size));
      }
    }
  });
  return state;
}

/** The state of a checkpoint alone. Throws `RUN_CHECKPOINT_DAMAGED`. */
export function readCheckpointState(files: FileStore, folder: string): Promise<TrainingState> {
  return reading(folder, async () => {
    const text = await (await files.read(`${folder}/${STATE}`)).text();
    return trainingStateSchema.parse(JSON.parse(text));
  });
}

/** Frees the space of the optimizer's state; nothing happens where there is none. */
export async function dropOptimizer(files: FileStore, folder: string): Promise<void> {
  await files.remove(`${folder}/${OPTIMIZER}`);
}

/** Bytes of a checkpoint that stay when its optimizer goes. */
export async function bytesWithoutOptimizer(files: FileStore, folder: string): Promise<number> {
  return (await files.sizeOf(folder)) - (await files.sizeOf(`${folder}/${OPTIMIZER}`));
}

async function writeTensors(
  files: FileStore,
  path: string,
  tensors: readonly TensorSource[],
): Promise<number> {
  const writer = await files.openWriter(path);
  try {
    await writeSafetensors(tensors, writer);
    return await writer.close();
  } catch (thrown) {
    await writer.abort();
    throw thrown;
  }
}

async function openTensors(files: FileStore, path: string) {
  const blob = await files.read(path);
  const header = await readSafetensorsHeader(blob);
  return async (name: string, size: number): Promise<Float32Array> => {
    const values = await readTensor(blob, header, name);
    if (values.length === size) return values;
    throw new AppError('RUN_CHECKPOINT_DAMAGED', { tensor: name, expected: size, found: values.length });
  };
}

/** What reading throws when a file is missing, cut off or not what it should be. */
const DAMAGE: readonly ErrorCode[] = [
  'STORAGE_NOT_FOUND',
  'MODEL_SAFETENSORS_TRUNCATED',
  'MODEL_SAFETENSORS_INVALID',
  'MODEL_TENSORS_MISSING',
];

/** Tells a damaged checkpoint from what has nothing to do with it, such as a lost device. */
async function reading<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const isDamage =
      cause instanceof AppError
        ? DAMAGE.includes(cause.code)
        : cause instanceof z.ZodError || cause instanceof SyntaxError || isUnreadable(cause);
    if (!isDamage) throw cause;
    const details = cause instanceof AppError ? cause.details : {};
    throw new AppError('RUN_CHECKPOINT_DAMAGED', { ...details, folder }, { cause });
  }
}
