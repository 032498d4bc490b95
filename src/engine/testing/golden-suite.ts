import { describe, expect, test } from 'vitest';
import type { Task } from '../../core/contract/task';
import { type SchedulerType, learningRateFactor } from '../optim/schedules';
import { type Batch, IGNORED_LABEL } from '../data/collate';
import { parseBertConfig } from '../models/bert/config';
import { createModel } from '../models/create';
import { evaluationContext } from '../nn/context';
import type { Device } from '../runtime/device';
import { forward, type LoadedModel } from '../models/loaded-model';
import { trainStep } from '../train/step';
import { expectAllClose, type Shaped } from './allclose';
import textGolden from './golden/bert-text-classification.json';
import tokenGolden from './golden/bert-token-classification.json';

type Golden = typeof textGolden | typeof tokenGolden;

const CASES: readonly { readonly task: Task; readonly golden: Golden }[] = [
  { task: 'text-classification', golden: textGolden },
  { task: 'token-classification', golden: tokenGolden },
];

const quiet = () => undefined;

/** Base64 of little-endian float32. */
function unpack(packed: {
  readonly shape: readonly number[];
  readonly data: string;
}): Shaped & { data: Float32Array } {
  const bytes = Uint8Array.from(atob(packed.data), (character) => character.charCodeAt(0));
  return { shape: packed.shape, data: new Float32Array(bytes.buffer) };
}

function batchesOf(golden: Golden): readonly Batch[] {
  return golden.batches.map((batch) => ({
    batchSize: batch.input_ids.length,
    sequenceLength: batch.input_ids[0]?.length ?? 0,
    inputIds: Int32Array.from(batch.input_ids.flat()),
    attentionMask: Int32Array.from(batch.attention_mask.flat()),
    tokenTypeIds: Int32Array.from(batch.token_type_ids.flat()),
    labels: Int32Array.from(batch.labels.flat()),
    tokens: batch.attention_mask.flat().reduce((sum, one) => sum + one, 0),
    rows: batch.input_ids.map((_, i) => i),
  }));
}

function load(device: Device, task: Task, golden: Golden, trainableLayers: number | null): LoadedModel {
  const loaded = createModel(device, {
    architecture: 'bert',
    config: parseBertConfig(golden.config),
    task,
    labelCount: golden.num_labels,
    trainableLayers,
  });
  const weights = new Map(Object.entries(golden.weights));
  for (const parameter of loaded.store.parameters) {
    const weight = weights.get(parameter.name);
    if (weight === undefined) throw new RangeError(`no golden weight ${parameter.name}`);
    loaded.store.load(parameter, unpack(weight).data);
  }
  return loaded;
}

async function logitsOf(loaded: LoadedModel, batch: Batch): Promise<number[]> {
  const logits = forward(loaded, batch, evaluationContext(loaded.kernels, quiet));
  const values = Array.from(await logits.data());
  logits.dispose();
  return values;
}

/** A token head's logits at padded positions mean nothing. */
function atRealTokens(task: Task, golden: Golden, batch: Batch, values: readonly number[]): number[] {
  if (task === 'text-classification') return [...values];
  return values.filter((_, i) => batch.attentionMask[Math.floor(i / golden.num_labels)] === 1);
}

function updateOf({ recipe }: Golden, k: number) {
  const span = { warmupSteps: recipe.warmup_steps, totalSteps: recipe.total_steps };
  const type: SchedulerType = 'linear';
  return {
    learningRate: recipe.learning_rate * learningRateFactor(type, k, span),
    beta1: recipe.adam_beta1,
    beta2: recipe.adam_beta2,
    epsilon: recipe.adam_epsilon,
    weightDecay: recipe.weight_decay,
    maxGradNorm: recipe.max_grad_norm,
    t: k + 1,
  };
}

/** Losses and norms of updates in order, each from the batches that the golden file names. */
async function train(loaded: LoadedModel, golden: Golden, steps: Golden['steps']) {
  const batches = batchesOf(golden);
  const losses: number[] = [];
  const norms: number[] = [];
  let firstMicroBatch = 0;
  for (const [k, step] of steps.entries()) {
    const group = step.batches.flatMap((i) => batches[i] ?? []);
    const update = updateOf(golden, k);
    expectAllClose(
      [update.learningRate],
      [step.learning_rate],
      { rtol: 1e-12, atol: 1e-18 },
      'learning rate',
    );
    const out = await trainStep(loaded, { batches: group, update, seed: 1, firstMicroBatch, touch: quiet });
    firstMicroBatch += group.length;
    losses.push(...(await out.loss.data()));
    norms.push(...(await out.gradNorm.data()));
    out.loss.dispose();
    out.gradNorm.dispose();
  }
  return { losses, norms };
}

export interface GoldenTolerance {
  /** Absolute. */
  readonly logits: number;
  /** Of losses, and of each gradient tensor: ‖Δ‖ ≤ relative·‖g‖ + 1e-6·‖all gradients‖. */
  readonly relative: number;
  /** Of losses after up to 20 updates, over which rounding adds up. */
  readonly trained: number;
}

/** A device against transformers and PyTorch in float64 (tools/reference/bert.py): every gradient, 20 updates, freezing. */
export function goldenSuite(start: () => Promise<Device>, tolerance: GoldenTolerance): void {
  describe.each(CASES)('$task', ({ task, golden }) => {
    test('logits, loss and every gradient', async () => {
      const loaded = load(await start(), task, golden, null);
      const [batch] = batchesOf(golden) as [Batch];
      expectAllClose(
        atRealTokens(task, golden, batch, await logitsOf(loaded, batch)),
        atRealTokens(task, golden, batch, golden.logits),
        { rtol: 0, atol: tolerance.logits },
        'logits',
      );
      const update = { ...updateOf(golden, 0), learningRate: 0 };
      const out = await trainStep(loaded, {
        batches: [batch],
        update,
        seed: 1,
        firstMicroBatch: 0,
        touch: quiet,
      });
      expectAllClose(
        [...(await out.loss.data())],
        [golden.loss],
        { rtol: tolerance.relative, atol: 0 },
        'loss',
      );
      out.loss.dispose();
      out.gradNorm.dispose();

      const gradients = new Map(Object.entries(golden.gradients).map(([name, g]) => [name, unpack(g)]));
      const norm = Math.hypot(...[...gradients.values()].flatMap((g) => Array.from(g.data)));
      for (const parameter of loaded.store.parameters) {
        const expected = gradients.get(parameter.name);
        if (expected === undefined) throw new RangeError(`no golden gradient ${parameter.name}`);
        const data = await loaded.store.readGradient(parameter);
        const near = { rtol: tolerance.relative, atol: norm * tolerance.relative * 0.1 };
        const name = `gradient of ${parameter.name}`;
        expectAllClose({ shape: parameter.shape, data }, expected, near, name);
        const apart = Math.hypot(...data.map((value, i) => value - (expected.data[i] ?? Number.NaN)));
        const atol = tolerance.relative * Math.hypot(...expected.data) + 1e-6 * norm;
        expectAllClose([apart], [0], { rtol: 0, atol }, `distance of the ${name}`);
      }
      loaded.store.dispose();
    });

    test('a micro-batch without any label is as if it were not there', async () => {
      const device = await start();
      const [first, second] = batchesOf(golden) as [Batch, Batch];
      const unlabelled = { ...second, labels: second.labels.map(() => IGNORED_LABEL) };
      const updated = async (batches: readonly Batch[]) => {
        const loaded = load(device, task, golden, null);
        const weightsOf = () => Promise.all(loaded.store.parameters.map((p) => loaded.store.read(p)));
        const before = await weightsOf();
        const update = { ...updateOf(golden, 1), weightDecay: 0 };
        const out = await trainStep(loaded, { batches, update, seed: 1, firstMicroBatch: 0, touch: quiet });
        const [loss = Number.NaN] = await out.loss.data();
        const [norm] = await out.gradNorm.data();
        out.loss.dispose();
        out.gradNorm.dispose();
        const weights = { before, after: await weightsOf() };
        loaded.store.dispose();
        return { loss, norm, weights };
      };
      const alone = await updated([first]);
      expect(alone.loss).toBeGreaterThan(0);
      expect(alone.weights.after).not.toEqual(alone.weights.before);
      expect(await updated([unlabelled, first])).toEqual(alone);
      expect(await updated([first, unlabelled])).toEqual(alone);
      // The first update has no moments of earlier ones to go by.
      const none = await updated([unlabelled, unlabelled]);
      expect(none).toMatchObject({ loss: Number.NaN, norm: 0 });
      expect(none.weights.after).toEqual(none.weights.before);
    });

    test('20 updates with accumulation, clipping, warm-up and weight decay', async () => {
      const loaded = load(await start(), task, golden, null);
      const { losses, norms } = await train(loaded, golden, golden.steps);
      const bound = { rtol: tolerance.trained, atol: 0 };
      expectAllClose(
        losses,
        golden.steps.map((s) => s.loss),
        bound,
        'losses',
      );
      expectAllClose(
        norms,
        golden.steps.map((s) => s.grad_norm),
        { ...bound, rtol: bound.rtol * 5 },
        'norms',
      );
      const [batch] = batchesOf(golden) as [Batch];
      expectAllClose(
        atRealTokens(task, golden, batch, await logitsOf(loaded, batch)),
        atRealTokens(task, golden, batch, golden.logits_after_training),
        { rtol: tolerance.trained, atol: tolerance.trained * 10 },
        'logits after training',
      );
      loaded.store.dispose();
    });

    test('updates with everything below the top layer frozen', async () => {
      const loaded = load(await start(), task, golden, golden.frozen.trained_layers);
      const { losses, norms } = await train(loaded, golden, golden.frozen.steps);
      const bound = { rtol: tolerance.trained, atol: 0 };
      expectAllClose(
        losses,
        golden.frozen.steps.map((s) => s.loss),
        bound,
        'losses',
      );
      expectAllClose(
        norms,
        golden.frozen.steps.map((s) => s.grad_norm),
        { ...bound, rtol: bound.rtol * 5 },
        'norms',
      );
      const weights = new Map(Object.entries(golden.weights));
      for (const parameter of loaded.store.parameters.filter((p) => !p.trainable)) {
        const before = weights.get(parameter.name);
        if (before === undefined) throw new RangeError(`no golden weight ${parameter.name}`);
        const data = await loaded.store.read(parameter);
        expectAllClose(
          { shape: parameter.shape, data },
          unpack(before),
          { rtol: 0, atol: 0 },
          parameter.name,
        );
      }
      loaded.store.dispose();
    });
  });
}
