import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Device } from '../../runtime/device';
import { startWasm } from '../../runtime/wasm-device';
import { WebGpuRunner } from '../../runtime/webgpu-runner';
import { expectAllClose } from '../../testing/allclose';
import { startLeastWebGpu } from '../../testing/least-webgpu';
import { at, numbers } from '../../testing/numbers';
import type { AttentionShape } from '../kernels';
import { type DropoutKey, dropoutRow } from '../philox';
import { candidate } from '../trial/candidate';
import { haveSameBits } from '../trial/same-bits';
import { chooseForms } from '../trial/trial';
import { ATTENTION, type AttentionForm, type PassShape } from './forms';
import { TRIED_ATTENTION } from './tried';
import { attentionForward, keyGradient, queryGradient } from './webgpu';

interface Case extends AttentionShape {
  /** Tokens of each text that are not padding. */
  readonly lengths: readonly number[];
}

const DROPOUT: DropoutKey = { probability: 0.3, seed: 5, site: 2, step: 9 };
const BOTH = [null, DROPOUT];

/** A device compiles each size of the heads by itself, which takes a software adapter seconds for the shared form. */
const CASES: readonly { readonly shape: Case; readonly dropouts: readonly (DropoutKey | null)[] }[] = [
  { shape: { batchSize: 2, sequenceLength: 8, heads: 3, headSize: 8, lengths: [8, 3] }, dropouts: BOTH },
  // No multiple of four.
  { shape: { batchSize: 2, sequenceLength: 7, heads: 2, headSize: 8, lengths: [7, 5] }, dropouts: BOTH },
  // A tile cut off, and a text of padding alone.
  {
    shape: { batchSize: 3, sequenceLength: 36, heads: 1, headSize: 8, lengths: [36, 0, 17] },
    dropouts: BOTH,
  },
  // A workgroup cut off.
  { shape: { batchSize: 1, sequenceLength: 73, heads: 2, headSize: 8, lengths: [70] }, dropouts: BOTH },
  // Heads that no vector fits.
  {
    shape: { batchSize: 2, sequenceLength: 13, heads: 2, headSize: 6, lengths: [13, 4] },
    dropouts: [DROPOUT],
  },
  { shape: { batchSize: 1, sequenceLength: 20, heads: 2, headSize: 64, lengths: [20] }, dropouts: [DROPOUT] },
  { shape: { batchSize: 1, sequenceLength: 20, heads: 1, headSize: 128, lengths: [18] }, dropouts: [null] },
];

function operands({ batchSize, sequenceLength, heads, headSize, lengths }: Case) {
  const rows = batchSize * sequenceLength;
  return {
    qkv: numbers(3 * rows * heads * headSize, 1),
    dy: numbers(rows * heads * headSize, 2),
    mask: Array.from({ length: rows }, (_, i) =>
      i % sequenceLength < at(lengths, Math.floor(i / sequenceLength)) ? 1 : 0,
    ),
  };
}

/** y and dqkv by the definition, in float64. */
function expectedOf(shape: Case, dropout: DropoutKey | null) {
  const { batchSize, sequenceLength, heads, headSize } = shape;
  const { qkv, dy, mask } = operands(shape);
  const width = heads * headSize;
  const y = new Array<number>(dy.length).fill(0);
  const dqkv = new Array<number>(qkv.length).fill(0);
  const drop = new Float32Array(sequenceLength).fill(1);
  const each = Array.from({ length: headSize }, (_, d) => d);
  const tokens = Array.from({ length: sequenceLength }, (_, t) => t);
  for (let b = 0; b < batchSize; b++) {
    const keys = tokens.filter((t) => at(mask, b * sequenceLength + t) === 1);
    for (let h = 0; h < heads; h++) {
      const place = (t: number, part: number) =>
        (b * sequenceLength + t) * 3 * width + part * width + h * headSize;
      const dot = (a: readonly number[], i: number, c: readonly number[], j: number) =>
        each.reduce((sum, d) => sum + at(a, i + d) * at(c, j + d), 0);
      for (const t of tokens) {
        const row = (b * sequenceLength + t) * width + h * headSize;
        if (dropout !== null) dropoutRow(drop, dropout, (b * heads + h) * sequenceLength + t, sequenceLength);
        const scores = keys.map((k) => dot(qkv, place(t, 0), qkv, place(k, 1)) / Math.sqrt(headSize));
        const highest = Math.max(...scores);
        const exponentials = scores.map((score) => Math.exp(score - highest));
        const total = exponentials.reduce((a, c) => a + c, 0);
        const p = exponentials.map((value) => value / total);
        const dp = keys.map((k) => dot(dy, row, qkv, place(k, 2)) * at(drop, k));
        const delta = p.reduce((sum, value, i) => sum + value * at(dp, i), 0);
        for (const [i, k] of keys.entries()) {
          const ds = (at(p, i) * (at(dp, i) - delta)) / Math.sqrt(headSize);
          const kept = at(p, i) * at(drop, k);
          for (const d of each) {
            y[row + d] = at(y, row + d) + kept * at(qkv, place(k, 2) + d);
            dqkv[place(t, 0) + d] = at(dqkv, place(t, 0) + d) + ds * at(qkv, place(k, 1) + d);
            dqkv[place(k, 1) + d] = at(dqkv, place(k, 1) + d) + ds * at(qkv, place(t, 0) + d);
            dqkv[place(k, 2) + d] = at(dqkv, place(k, 2) + d) + kept * at(dy, row + d);
          }
        }
      }
    }
  }
  return { y, dqkv };
}

async function compute(runner: WebGpuRunner, form: AttentionForm, shape: Case, dropout: DropoutKey | null) {
  const values = operands(shape);
  const results = tf.tidy(() => {
    const inputs = {
      qkv: tf.tensor1d(values.qkv),
      mask: tf.tensor1d(values.mask, 'int32'),
      dy: tf.tensor1d(values.dy),
      shape,
      dropout,
    };
    const { y, saved } = attentionForward(runner, inputs, form);
    const dqkv = tf.zeros([values.qkv.length]);
    const statistics = queryGradient(runner, { ...inputs, y, logSum: saved }, dqkv, form);
    keyGradient(runner, { ...inputs, statistics }, dqkv, form);
    return { y, dqkv, saved, statistics };
  });
  const read = {
    y: await results.y.data(),
    dqkv: await results.dqkv.data(),
    saved: await results.saved.data(),
    statistics: await results.statistics.data(),
  };
  tf.dispose(results);
  return read;
}

const bits = (values: Awaited<ReturnType<typeof compute>>) =>
  Object.entries(values).map(([name, floats]) => [name, new Uint32Array(Float32Array.from(floats).buffer)]);

describe('attention', () => {
  let device: Device;
  let runner: WebGpuRunner;

  beforeAll(async () => {
    ({ device, runner } = await startLeastWebGpu());
  });
  afterAll(() => device.dispose());

  const cases = CASES.flatMap(({ shape, dropouts }) =>
    dropouts.map((dropout) => ({ shape, dropout, p: dropout?.probability ?? 0 })),
  );

  test.each(cases)(
    '$shape.sequenceLength tokens, heads of $shape.headSize, dropout $p: each form is near float64, and has the bits of the others',
    async ({ shape, dropout }) => {
      const expected = expectedOf(shape, dropout);
      const forms = ATTENTION.forms.filter((form) =>
        form.suits({ ...shape, direction: 'forward' }, runner.traits),
      );
      expect(forms.map(({ id }) => id)).toEqual(expect.arrayContaining(['lane', 'shared']));
      let first: ReturnType<typeof bits> | null = null;
      for (const form of forms) {
        const results = await compute(runner, form, shape, dropout);
        // Throws what the device refused: the results would be those of another kernel.
        await device.settled();
        for (const name of ['y', 'dqkv'] as const) {
          const label = `${form.id}, ${name}`;
          expectAllClose([...results[name]], expected[name], { rtol: 1e-5, atol: 1e-5 }, label);
        }
        first ??= bits(results);
        expect({ form: form.id, bits: bits(results) }).toEqual({ form: form.id, bits: first });
      }
    },
  );

  test.each(cases)(
    '$shape.sequenceLength tokens, heads of $shape.headSize, dropout $p: the portable kernel is near float64',
    async ({ shape, dropout }) => {
      const { kernels } = (await startWasm(new URL('/wasm/', location.origin).href, 1, null)).allocate([]);
      const values = operands(shape);
      const rows = shape.batchSize * shape.sequenceLength;
      const mask = kernels.ints(Int32Array.from(values.mask));
      const results = tf.tidy(() => {
        const qkv = tf.tensor2d(values.qkv, [rows, values.qkv.length / rows]);
        const dy = tf.tensor2d(values.dy, [rows, values.dy.length / rows]);
        const { y, saved } = kernels.attention(qkv, mask, shape, dropout);
        return { y, dqkv: kernels.attentionBackward(dy, { qkv, y, saved }, mask, shape, dropout) };
      });
      const expected = expectedOf(shape, dropout);
      for (const name of ['y', 'dqkv'] as const) {
        expectAllClose([...(await results[name].data())], expected[name], { rtol: 1e-5, atol: 1e-5 }, name);
      }
      tf.dispose(results);
      mask.dispose();
    },
  );

  describe('in a trial', () => {
    /** A processor that is taken for a GPU: lanes and workgroups are the forms to choose from. */
    const gpu = () => new WebGpuRunner(runner.backend, { software: false, quads: false });
    const shapes = (['forward', 'query-gradient', 'key-gradient'] as const).map(
      (direction): PassShape => ({ direction, batchSize: 8, sequenceLength: 33, heads: 2, headSize: 16 }),
    );

    test.each(shapes)('$direction gives the same bits in each form, and each time', async (shape) => {
      const stage = candidate(gpu(), TRIED_ATTENTION, shape).stage();
      expect([stage.usual, ...stage.rivals].map(({ id }) => id)).toEqual(['shared', 'lane']);
      const expected = stage.usual.run();
      for (const form of [stage.usual, ...stage.rivals]) {
        const results = form.run();
        expect({ form: form.id, isSame: await haveSameBits(runner, results, expected) }).toEqual({
          form: form.id,
          isSame: true,
        });
        tf.dispose([...results]);
      }
      tf.dispose([...expected]);
      stage.dispose();
      await device.settled();
    });

    test('each pass gets a form of its own', async () => {
      const tuned = gpu();
      const candidates = shapes.map((shape) => candidate(tuned, TRIED_ATTENTION, shape));
      const found = await chooseForms(tuned, candidates, Number.POSITIVE_INFINITY);
      expect([...found.keys()]).toEqual(shapes.map(ATTENTION.choiceKey));
      for (const form of found.values()) expect(['lane', 'shared']).toContain(form);
      await device.settled();
    });
  });
});
