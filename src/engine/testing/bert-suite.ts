import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Task } from '../../core/contract/task';
import type { Batch } from '../data/collate';
import { parseBertConfig } from '../models/bert/config';
import { createModel } from '../models/create';
import { evaluationContext } from '../nn/context';
import type { Device } from '../runtime/device';
import { forward, type LoadedModel } from '../models/loaded-model';
import { trainStep } from '../train/step';
import { expectAllClose } from './allclose';
import vectors from './vectors/model_bert.json';

type Case = (typeof vectors.cases)[number];

const quiet = () => undefined;

function toBatch(batch: Case['batches'][number]): Batch {
  const sequenceLength = batch.input_ids[0]?.length ?? 0;
  return {
    batchSize: batch.input_ids.length,
    sequenceLength,
    inputIds: Int32Array.from(batch.input_ids.flat()),
    attentionMask: Int32Array.from(batch.attention_mask.flat()),
    tokenTypeIds: Int32Array.from(batch.token_type_ids.flat()),
    labels: Int32Array.from(batch.labels.flat()),
    tokens: batch.attention_mask.flat().reduce((a, b) => a + b, 0),
    rows: batch.input_ids.map((_, i) => i),
  };
}

function load(device: Device, c: Case): LoadedModel {
  const loaded = createModel(device, {
    architecture: 'bert',
    config: parseBertConfig(c.config),
    task: (c.task === 'token-classification' ? c.task : 'text-classification') satisfies Task,
    labelCount: c.config.num_labels,
    trainableLayers: null,
  });
  const weights = new Map(Object.entries(c.weights));
  for (const p of loaded.store.parameters) {
    loaded.store.load(p, Float32Array.from(weights.get(p.name)?.data ?? []));
  }
  return loaded;
}

async function logits(loaded: LoadedModel, batch: Batch): Promise<number[]> {
  const y = forward(loaded, batch, evaluationContext(loaded.kernels, quiet));
  const values = await y.data();
  y.dispose();
  return [...values];
}

/** Rows at padded positions of a token head mean nothing. */
function atRealTokens(c: Case, batch: Batch, values: readonly number[]): number[] {
  if (c.task !== 'token-classification') return [...values];
  return values.filter((_, i) => batch.attentionMask[Math.floor(i / c.config.num_labels)] === 1);
}

/** The reference model's numbers (float64) against a device: logits, loss, gradients, four updates. */
export function bertSuite(
  start: () => Promise<Device>,
  tolerance: { logits: number; relative: number },
): void {
  // The case left out trains a multi-label head, whose loss the studio does not have.
  const trained = vectors.cases.filter((c) => c.config.problem_type !== 'multi_label_classification');
  describe.each(trained)('$id', (c) => {
    const batches = c.batches.map(toBatch);
    const expected = c.expected;

    test('logits, loss and gradients', async () => {
      const loaded = load(await start(), c);
      const [batch] = batches as [Batch];
      expectAllClose(
        atRealTokens(c, batch, await logits(loaded, batch)),
        atRealTokens(c, batch, expected.logits_batch0.data),
        { rtol: 0, atol: tolerance.logits },
        'logits',
      );
      const out = await trainStep(loaded, {
        batches: [batch],
        update: update(0, 1),
        seed: 1,
        firstMicroBatch: 0,
        touch: quiet,
      });
      expectAllClose([...(await out.loss.data())], [expected.loss_batch0], close(tolerance.relative), 'loss');
      const total = expected.gradient_norm_total;
      expectAllClose([...(await out.gradNorm.data())], [total], close(tolerance.relative), 'norm');
      const norms = new Map(Object.entries(expected.gradient_norm_by_tensor));
      const firsts = new Map(Object.entries(expected.gradient_first_three_values_by_tensor));
      for (const p of loaded.store.parameters) {
        const g = await loaded.store.readGradient(p);
        const norm = Math.hypot(...g);
        const bound = { rtol: tolerance.relative, atol: total * tolerance.relative * 0.1 };
        expectAllClose([norm], [norms.get(p.name) ?? Number.NaN], bound, `‖${p.name}‖`);
        expectAllClose(g.slice(0, 3), (firsts.get(p.name) ?? []).slice(0, 3), bound, p.name);
      }
      loaded.store.dispose();
    });

    test('four clipped AdamW updates, and no tensor left behind', async () => {
      const loaded = load(await start(), c);
      for (const [i, step] of expected.training.steps.entries()) {
        const before = tf.memory().numTensors;
        const out = await trainStep(loaded, {
          batches: [batches[step.batch] as Batch],
          update: update(step.learning_rate, i + 1),
          seed: 1,
          firstMicroBatch: i,
          touch: quiet,
        });
        expectAllClose([...(await out.loss.data())], [step.loss], close(tolerance.relative), `loss ${i}`);
        expectAllClose(
          [...(await out.gradNorm.data())],
          [step.grad_norm],
          close(tolerance.relative * 3),
          `norm ${i}`,
        );
        out.loss.dispose();
        out.gradNorm.dispose();
        expect(tf.memory().numTensors).toBe(before);
      }
      const [batch] = batches as [Batch];
      expectAllClose(
        atRealTokens(c, batch, await logits(loaded, batch)),
        atRealTokens(c, batch, expected.training.logits_batch0_after_training),
        { rtol: tolerance.relative, atol: tolerance.relative * 10 },
        'logits after training',
      );
      loaded.store.dispose();
    });
  });
}

const close = (rtol: number) => ({ rtol, atol: rtol * 0.1 });

function update(learningRate: number, t: number) {
  return {
    learningRate,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
    maxGradNorm: 1,
    t,
  };
}
