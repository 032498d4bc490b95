import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { blocksOf } from '../../../src/engine/runtime/parameter-blocks';
import { paths } from '../../../src/core/contract/storage';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { Predictors } from './predictors';
import { tinyStudio } from './testing/tiny-run';

const nothing = () => undefined;

test('models loaded for prediction hold weights alone', async () => {
  const { files, records, runId } = await tinyStudio();
  const predictors = new Predictors(files, records, nothing);
  const device = await startCpu();
  const { loaded } = await predictors.get(device, { kind: 'run', runId, weights: 'base' });
  const weights = loaded.store.parameters.reduce((sum, { size }) => sum + size, 0);
  expect(loaded.store.bytes).toBe(4 * weights);
  predictors.forget(false);
});

test('what is forgotten on a device that stays is freed', async () => {
  const { files, records, runId } = await tinyStudio();
  const predictors = new Predictors(files, records, nothing);
  const device = await startCpu();
  const before = tf.memory().numTensors;
  const { loaded } = await predictors.get(device, { kind: 'run', runId, weights: 'base' });
  expect(tf.memory().numTensors).toBe(before + blocksOf(loaded.store.parameters).length);
  predictors.forget(false);
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  ['{}', 'MODEL_NO_TOKENIZER'],
  ['{"model": ', 'STORAGE_DAMAGED'],
])('a model whose tokenizer.json is %s is refused by %s, and holds nothing', async (text, code) => {
  const { files, records, runId } = await tinyStudio();
  const run = await records.runs.get(runId);
  await files.write(paths.modelFile(run?.spec.modelId ?? '', 'tokenizer.json'), text);
  const device = await startCpu();
  const before = tf.memory().numTensors;
  const asking = new Predictors(files, records, nothing).get(device, { kind: 'run', runId, weights: 'base' });
  await expect(asking).rejects.toMatchObject({ code });
  expect(tf.memory().numTensors).toBe(before);
});
