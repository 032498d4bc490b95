import { AppError } from '../../core/contract/errors';
import type { FileStore } from '../../core/contract/storage';
import type { ParameterStore } from '../runtime/parameters';
import { type TrainingState, trainingStateSchema } from '../train/training-state';
import { readSafetensorsHeader } from './safetensors-header';
import { readTensor } from './safetensors-read';
import { type TensorSource, writeSafetensors } from './safetensors-write';

/** The files of a checkpoint folder. */
const WEIGHTS = 'model.safetensors';
const OPTIMIZER = 'optimizer.safetensors';
const STATE = 'state.json';

/** PyTorch's names of Adam's moments, before the parameter's name. */
const MOMENTS = { m: 'exp_avg', v: 'exp_avg_sq' } as const;
const MOMENT_KINDS = ['m', 'v'] as const;

/** Writes weights, optimizer and state into `folder`, each file whole or not at all. Returns the size in bytes. */
export async function writeCheckpoint(
  files: FileStore,
  folder: string,
  store: ParameterStore,
  state: TrainingState,
): Promise<number> {
  const weights = store.parameters.map(
    (p): TensorSource => ({
      name: p.name,
      dtype: 'F32',
      shape: p.shape,
      data: async () => (await store.read(p)).slice(),
    }),
  );
  const trained = store.parameters.filter((p) => p.trainable);
  const moments = MOMENT_KINDS.flatMap((kind) =>
    trained.map(
      (p): TensorSource => ({
        name: `${MOMENTS[kind]}.${p.name}`,
        dtype: 'F32',
        shape: p.shape,
        data: async () => (await store.readMoment(p, kind)).slice(),
      }),
    ),
  );
  const sizes = [
    await writeTensors(files, `${folder}/${WEIGHTS}`, weights),
    await writeTensors(files, `${folder}/${OPTIMIZER}`, moments),
    await files.write(`${folder}/${STATE}`, JSON.stringify(state)),
  ];
  return sizes.reduce((a, b) => a + b, 0);
}

/** Loads the weights of a checkpoint into a store. Throws `RUN_CHECKPOINT_DAMAGED`. */
export async function readCheckpointWeights(
  files: FileStore,
  folder: string,
  store: ParameterStore,
): Promise<void> {
  const blob = await files.read(`${folder}/${WEIGHTS}`);
  const header = await readSafetensorsHeader(blob);
  for (const p of store.parameters)
    store.load(p, fitting(await readTensor(blob, header, p.name), p.size, p.name));
}

/** Loads weights and optimizer; returns the state to go on from. Throws `RUN_CHECKPOINT_DAMAGED`. */
export async function readCheckpoint(
  files: FileStore,
  folder: string,
  store: ParameterStore,
): Promise<TrainingState> {
  await readCheckpointWeights(files, folder, store);
  const blob = await files.read(`${folder}/${OPTIMIZER}`);
  const header = await readSafetensorsHeader(blob);
  for (const p of store.parameters) {
    if (!p.trainable) continue;
    for (const kind of MOMENT_KINDS) {
      const name = `${MOMENTS[kind]}.${p.name}`;
      store.loadMoment(p, kind, fitting(await readTensor(blob, header, name), p.size, name));
    }
  }
  return readCheckpointState(files, folder);
}

/** The state of a checkpoint alone. Throws `RUN_CHECKPOINT_DAMAGED`. */
export async function readCheckpointState(files: FileStore, folder: string): Promise<TrainingState> {
  const text = await (await files.read(`${folder}/${STATE}`)).text();
  const parsed = trainingStateSchema.safeParse(parseJson(text, folder));
  if (!parsed.success) throw new AppError('RUN_CHECKPOINT_DAMAGED', { folder }, { cause: parsed.error });
  return parsed.data;
}

/** Frees the space of the optimizer state of a run that is over. Returns the bytes that remain. */
export async function dropOptimizer(files: FileStore, folder: string): Promise<number> {
  await files.remove(`${folder}/${OPTIMIZER}`);
  return files.sizeOf(folder);
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

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('RUN_CHECKPOINT_DAMAGED', { folder }, { cause });
  }
}

function fitting(values: Float32Array, size: number, name: string): Float32Array {
  if (values.length === size) return values;
  throw new AppError('RUN_CHECKPOINT_DAMAGED', { tensor: name, expected: size, found: values.length });
}
