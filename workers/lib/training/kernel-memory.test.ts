import { beforeAll, expect, test } from 'vitest';
import { paths } from '../../../src/core/contract/storage';
import { parseBertConfig } from '../../../src/engine/models/bert/config';
import { createModel } from '../../../src/engine/models/create';
import type { LoadedModel } from '../../../src/engine/models/loaded-model';
import type { KernelChoices, Tuner } from '../../../src/engine/runtime/kernel-choices';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { createMemoryFileStore } from '../../../src/storage/memory-file-store';
import { TINY_CONFIG } from '../models/testing/tiny-model';
import { prepareKernels } from './kernel-memory';

type Forms = KernelChoices['forms'];

let loaded: LoadedModel;

beforeAll(async () => {
  loaded = createModel(await startCpu(), {
    architecture: 'bert',
    config: parseBertConfig(TINY_CONFIG),
    task: 'text-classification',
    labelCount: 2,
    trainableLayers: null,
  });
});

/** A tuner whose trial adds `chosen`, and had time to try `tried` of it. */
function tunerOf(chosen: Forms, tried: Forms): Tuner {
  let forms: Forms = {};
  return {
    adapter: 'an adapter',
    get forms() {
      return forms;
    },
    use: (next) => {
      forms = next;
    },
    trial: () => {
      forms = { ...forms, ...chosen };
      return Promise.resolve(tried);
    },
  };
}

/** What a run keeps, and what is remembered after it began. */
async function begin(tuner: Tuner, remembered: readonly KernelChoices[] | null) {
  const files = createMemoryFileStore();
  if (remembered !== null) await files.write(paths.kernels, JSON.stringify({ adapters: remembered }));
  const kept = await prepareKernels(files, { tuner }, loaded, [], null);
  const isThere = await files.exists(paths.kernels);
  const after: unknown = isThere ? JSON.parse(await (await files.read(paths.kernels)).text()) : null;
  return { kept, after };
}

test('a shape that the trial had no time for keeps its form with the run, and is not remembered', async () => {
  const { kept, after } = await begin(tunerOf({ first: 'a', second: 'b' }, { first: 'a' }), null);
  expect(kept).toEqual({ adapter: 'an adapter', forms: { first: 'a', second: 'b' } });
  expect(after).toEqual({ adapters: [{ adapter: 'an adapter', forms: { first: 'a' } }] });
});

test('where nothing was tried nothing is written', async () => {
  const { kept, after } = await begin(tunerOf({ first: 'a' }, {}), null);
  expect(kept).toEqual({ adapter: 'an adapter', forms: { first: 'a' } });
  expect(after).toBeNull();
});

test('what was remembered stays, that of other adapters too', async () => {
  const other = { adapter: 'another', forms: { first: 'c' } };
  const known = { adapter: 'an adapter', forms: { zeroth: 'z' } };
  const { kept, after } = await begin(tunerOf({ first: 'a' }, { first: 'a' }), [known, other]);
  const forms = { zeroth: 'z', first: 'a' };
  expect(kept).toEqual({ adapter: 'an adapter', forms });
  expect(after).toEqual({ adapters: [other, { adapter: 'an adapter', forms }] });
});
