import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/contract/errors';
import type { FileStore } from '../../../src/core/contract/storage';
import { NEW_TRAINING, type TrainingState } from '../../../src/engine/train/training-state';
import { createMemoryFileStore } from '../../../src/storage/memory-file-store';
import { Checkpoints } from './checkpoints';
import { tinyStore } from './testing/tiny-store';

const at = (step: number): TrainingState => ({ ...NEW_TRAINING, step });
const FOLDER = 'runs/r1/checkpoints';
const STEP_4 = `${FOLDER}/step-00000004`;

/** A store that notes what is written and removed, and fails where told. */
function watched(failAt: (path: string) => boolean = () => false) {
  const files = createMemoryFileStore();
  const done: string[] = [];
  const guard = (path: string) => {
    if (failAt(path)) throw new AppError('STORAGE_FULL', { path });
  };
  const store: FileStore = {
    ...files,
    openWriter: async (path) => {
      guard(path);
      done.push(`write ${path}`);
      return files.openWriter(path);
    },
    write: async (path, data) => {
      guard(path);
      done.push(`write ${path}`);
      return files.write(path, data);
    },
    remove: async (path) => {
      if (await files.exists(path)) done.push(`remove ${path}`);
      return files.remove(path);
    },
  };
  return { files: store, done };
}

describe('Checkpoints', () => {
  test('what is saved is loaded: weights, moments and state', async () => {
    const { files } = watched();
    const { saved } = await new Checkpoints(files, 'r1').save(await tinyStore(3), at(4), null, false);
    const empty = await tinyStore(0);
    expect(await new Checkpoints(files, 'r1').load(saved, empty)).toEqual(at(4));
    for (const p of empty.parameters) {
      expect(new Set(await empty.read(p))).toEqual(new Set([3]));
      expect(new Set(await empty.readMoment(p, 'm'))).toEqual(new Set([4]));
      expect(new Set(await empty.readMoment(p, 'v'))).toEqual(new Set([5]));
    }
    expect(saved.sizeBytes).toBe(await files.sizeOf(STEP_4));
  });

  test('the newest and the best stay, and none that came after', async () => {
    const { files } = watched();
    const store = await tinyStore(1);
    const checkpoints = new Checkpoints(files, 'r1');
    for (const step of [2, 4, 6, 8]) await checkpoints.save(store, at(step), 2, false);
    expect((await checkpoints.list()).map(({ step }) => step)).toEqual([2, 8]);
    await new Checkpoints(files, 'r1').save(store, at(4), 2, false);
    expect((await checkpoints.list()).map(({ step }) => step)).toEqual([2, 4]);
    expect(await files.list(FOLDER)).toEqual(['step-00000002', 'step-00000004']);
  });

  test('a second save of the same step writes the state alone, and asks for no room', async () => {
    const { files, done } = watched();
    const store = await tinyStore(1);
    const checkpoints = new Checkpoints(files, 'r1');
    const floats = store.parameters.reduce((sum, { size }) => sum + size, 0);
    expect(await checkpoints.neededBytes(store, 4, false)).toBe(12 * floats);
    expect(await checkpoints.neededBytes(store, 4, true)).toBe(4 * floats);
    await checkpoints.save(store, at(4), 4, false);
    expect(await checkpoints.neededBytes(store, 4, true)).toBe(0);
    done.length = 0;
    const { saved } = await checkpoints.save(store, { ...at(4), examples: 7 }, 4, true);
    expect(done).toEqual([
      `write ${STEP_4}/state.json`,
      'write runs/r1/manifest.json',
      `remove ${STEP_4}/optimizer.safetensors`,
    ]);
    expect(saved).toMatchObject({ resumable: false, sizeBytes: await files.sizeOf(STEP_4) });
    expect(await (await files.read(`${STEP_4}/state.json`)).text()).toContain('"examples":7');
  });

  test('the final checkpoint of a step of its own has no optimizer', async () => {
    const { files, done } = watched();
    await new Checkpoints(files, 'r1').save(await tinyStore(1), at(4), null, true);
    expect(done).toEqual([
      `write ${STEP_4}/model.safetensors`,
      `write ${STEP_4}/state.json`,
      'write runs/r1/manifest.json',
    ]);
  });

  test('bytes of the same step from before this worker are replaced, unnamed meanwhile', async () => {
    const { files } = watched((path) => path === failing);
    let failing = '';
    const store = await tinyStore(1);
    await new Checkpoints(files, 'r1').save(store, at(2), null, false);
    await new Checkpoints(files, 'r1').save(store, at(4), null, false);
    failing = `${STEP_4}/optimizer.safetensors`;
    const later = new Checkpoints(files, 'r1');
    await expect(later.save(store, at(4), null, false)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect((await later.list()).map(({ step }) => step)).toEqual([2]);
  });

  test.each([['model.safetensors'], ['optimizer.safetensors'], ['state.json']])(
    'a disk that is full at %s leaves what was there, and no folder',
    async (name) => {
      const { files } = watched((path) => path === `${STEP_4}/${name}`);
      const store = await tinyStore(1);
      const checkpoints = new Checkpoints(files, 'r1');
      await checkpoints.save(store, at(2), null, false);
      await expect(checkpoints.save(store, at(4), null, false)).rejects.toMatchObject({
        code: 'STORAGE_FULL',
      });
      expect(await files.list(FOLDER)).toEqual(['step-00000002']);
      expect((await checkpoints.list()).map(({ step }) => step)).toEqual([2]);
    },
  );

  test('leftovers of a crash are removed: unnamed folders, and optimizers that are no longer promised', async () => {
    const { files } = watched();
    const checkpoints = new Checkpoints(files, 'r1');
    await checkpoints.save(await tinyStore(1), at(4), null, true);
    await files.write(`${STEP_4}/optimizer.safetensors`, 'left');
    await files.write(`${FOLDER}/step-00000006/model.safetensors`, 'half');
    await checkpoints.removeOrphans();
    expect(await files.list(FOLDER)).toEqual(['step-00000004']);
    expect(await files.list(STEP_4)).toEqual(['model.safetensors', 'state.json']);
  });

  test('a crash before the optimizer goes leaves a manifest that does not promise it', async () => {
    const { files } = watched();
    const checkpoints = new Checkpoints({ ...files, remove: () => Promise.reject(new Error('crash')) }, 'r1');
    const store = await tinyStore(1);
    await checkpoints.save(store, at(4), null, false);
    await expect(checkpoints.save(store, at(4), null, true)).rejects.toThrow('crash');
    expect(await checkpoints.list()).toMatchObject([{ step: 4, resumable: false }]);
  });

  test.each([['{"checkpoints":[{"step"'], ['{"checkpoints":[{"step":"4"}]}'], ['']])(
    'a manifest of %j is damaged',
    async (text) => {
      const { files } = watched();
      await files.write('runs/r1/manifest.json', text);
      await expect(new Checkpoints(files, 'r1').list()).rejects.toMatchObject({
        code: 'RUN_CHECKPOINT_DAMAGED',
      });
    },
  );

  test.each([
    ['model.safetensors', null],
    ['optimizer.safetensors', null],
    ['state.json', null],
    ['model.safetensors', 100],
    ['optimizer.safetensors', 4],
    ['state.json', 9],
  ])('a checkpoint whose %s has %s bytes is damaged', async (name, bytes) => {
    const { files } = watched();
    const checkpoints = new Checkpoints(files, 'r1');
    const store = await tinyStore(1);
    const { saved } = await checkpoints.save(store, at(4), null, false);
    const path = `${STEP_4}/${name}`;
    const whole = await files.read(path);
    await files.remove(path);
    if (bytes !== null) await files.write(path, whole.slice(0, bytes));
    await expect(checkpoints.load(saved, store)).rejects.toMatchObject({ code: 'RUN_CHECKPOINT_DAMAGED' });
  });

  test('what has nothing to do with the files is not called damage', async () => {
    const { files } = watched();
    const checkpoints = new Checkpoints(files, 'r1');
    const store = await tinyStore(1);
    const { saved } = await checkpoints.save(store, at(4), null, false);
    const lost = new AppError('GPU_LOST');
    const load = () => {
      throw lost;
    };
    const gone = Object.assign(Object.create(store), { load });
    await expect(checkpoints.load(saved, gone)).rejects.toBe(lost);
  });
});
