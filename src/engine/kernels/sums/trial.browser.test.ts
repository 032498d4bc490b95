import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { parseBertConfig } from '../../models/bert/config';
import { createModel } from '../../models/create';
import { WebGpuRunner } from '../../runtime/webgpu-runner';
import { startLeastWebGpu } from '../../testing/least-webgpu';
import { TRIED_ADD_NORM } from '../add-norm/tried';
import { TRIED_CROSS_ENTROPY } from '../cross-entropy/tried';
import { EMBEDDING_GRADIENT } from '../embedding/forms';
import { TRIED_EMBEDDING_GRADIENT } from '../embedding/tried';
import { modelKernels } from '../model-kernels';
import { candidate } from '../trial/candidate';
import { haveSameBits } from '../trial/same-bits';
import { chooseForms } from '../trial/trial';

const GPU = { software: false, quads: false };
const PROCESSOR = { software: true, quads: true };

const candidates = (runner: WebGpuRunner) => [
  candidate(runner, TRIED_ADD_NORM, { direction: 'forward', rows: 300, columns: 100 }),
  candidate(runner, TRIED_ADD_NORM, { direction: 'backward', rows: 300, columns: 100 }),
  candidate(runner, TRIED_CROSS_ENTROPY, { rows: 300, classes: 9 }),
  candidate(runner, TRIED_EMBEDDING_GRADIENT, { tableRows: 2, rows: 300, columns: 100 }),
];

const KEYS = [
  'add-norm/forward/100/512',
  'add-norm/backward/100/512',
  'cross-entropy/9/512',
  'embedding/2x100/512',
];

test('workgroup memory is the default on a GPU, and registers give the same bits', async () => {
  const { device, runner: usual } = await startLeastWebGpu();
  const runner = new WebGpuRunner(usual.backend, GPU);
  const before = tf.memory().numTensors;
  const all = candidates(runner);
  expect(all.map(({ key }) => key)).toEqual(KEYS);
  expect(all.map((one) => one.usual)).toEqual(KEYS.map(() => 'workgroup'));
  expect(all.map(({ isSmall }) => isSmall)).toEqual(KEYS.map(() => false));
  for (const one of all) {
    const stage = one.stage();
    const expected = stage.usual.run();
    expect(stage.rivals.map(({ id }) => id)).toEqual(['registers']);
    for (const rival of stage.rivals) {
      const results = rival.run();
      expect({ key: one.key, isSame: await haveSameBits(runner, results, expected) }).toEqual({
        key: one.key,
        isSame: true,
      });
      tf.dispose([...results]);
    }
    tf.dispose([...expected]);
    stage.dispose();
  }
  await chooseForms(runner, all, Number.POSITIVE_INFINITY);
  expect([...runner.choices.keys()]).toEqual(KEYS);
  for (const form of runner.choices.values()) expect(['registers', 'workgroup']).toContain(form);
  expect(tf.memory().numTensors).toBe(before);
  await device.settled();
  device.dispose();
});

test('where shaders run on a processor registers are the default, and nothing else is tried', async () => {
  const { device, runner: usual } = await startLeastWebGpu();
  const all = candidates(new WebGpuRunner(usual.backend, PROCESSOR));
  for (const one of all) expect([one.usual, one.rivals]).toEqual(['registers', []]);
  device.dispose();
});

test('many short segments have lanes enough without workgroups', () => {
  const { defaultForm } = EMBEDDING_GRADIENT;
  expect(defaultForm({ tableRows: 30522, rows: 4096, columns: 384 }, GPU).id).toBe('registers');
  expect(defaultForm({ tableRows: 2, rows: 4096, columns: 384 }, GPU).id).toBe('workgroup');
});

test('a model meets its norms, its loss and, where they are trained, its tables', async () => {
  const { device, runner } = await startLeastWebGpu();
  const config = parseBertConfig({
    vocab_size: 30,
    hidden_size: 16,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    intermediate_size: 8,
    max_position_embeddings: 50,
  });
  const keysOf = (task: 'text-classification' | 'token-classification', trainableLayers: number | null) => {
    const loaded = createModel(device, {
      architecture: 'bert',
      config,
      task,
      labelCount: 3,
      trainableLayers,
    });
    const found = modelKernels(runner, loaded, [{ batchSize: 4, sequenceLength: 24 }]).map(({ key }) => key);
    loaded.store.dispose();
    return found.filter((key) => /^(add-norm|cross-entropy|embedding)/.test(key)).sort();
  };
  const norms = ['add-norm/backward/16/128', 'add-norm/forward/16/128'];
  expect(keysOf('text-classification', 1)).toEqual([...norms, 'cross-entropy/3/4']);
  expect(keysOf('token-classification', null)).toEqual([
    ...norms,
    'cross-entropy/3/128',
    'embedding/2x16/128',
    'embedding/30x16/128',
    'embedding/50x16/128',
  ]);
  device.dispose();
});
