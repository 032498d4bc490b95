import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Device } from '../../runtime/device';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import { expectAllClose } from '../../testing/allclose';
import { startLeastWebGpu } from '../../testing/least-webgpu';
import { at, numbers } from '../../testing/numbers';
import { type DropoutKey, dropoutRow } from '../philox';
import { SUM_FORMS, type SumForm } from '../sums/forms';
import { runAddNorm } from './forward-wgsl';
import { runAddNormBackward } from './backward-wgsl';

interface Case {
  readonly rows: number;
  readonly columns: number;
  readonly residual: boolean;
  readonly trained: boolean;
  readonly dropout: DropoutKey | null;
}

const DROPOUT = { probability: 0.3, seed: 5, site: 2, step: 9 };

/**
 * Rows that fill no workgroup; fewer parts than a row has lanes, and rounds of chunks that no row fills; lengths that no
 * vector fits.
 */
const CASES: readonly Case[] = [
  { rows: 5, columns: 384, residual: true, trained: true, dropout: DROPOUT },
  { rows: 67, columns: 100, residual: true, trained: false, dropout: null },
  { rows: 275, columns: 12, residual: false, trained: true, dropout: null },
  { rows: 17, columns: 35, residual: true, trained: true, dropout: DROPOUT },
  { rows: 514, columns: 7, residual: false, trained: true, dropout: DROPOUT },
];

const EPSILON = 1e-5;

/** The first row is as padding may leave it: all numbers are zero. */
function inputs({ rows, columns }: Case) {
  const matrix = (salt: number) => numbers(rows * columns, salt).fill(0, 0, columns);
  return {
    x: matrix(1),
    residual: matrix(2),
    gamma: numbers(columns, 3),
    beta: numbers(columns, 4),
    dy: numbers(rows * columns, 5),
    dGamma: numbers(columns, 6),
    dBeta: numbers(columns, 7),
  };
}

/** In float64. */
function expectedOf(c: Case) {
  const { rows, columns, residual, dropout } = c;
  const values = inputs(c);
  const normalized: number[] = [];
  const inverseStd: number[] = [];
  const dx: number[] = [];
  const dResidual: number[] = [];
  const dGamma = [...values.dGamma];
  const dBeta = [...values.dBeta];
  const mask = new Float32Array(columns).fill(1);
  const mean = (terms: readonly number[]) => terms.reduce((a, b) => a + b, 0) / columns;
  for (let row = 0; row < rows; row++) {
    if (dropout !== null) dropoutRow(mask, dropout, row, columns);
    const own = (all: readonly number[]) => all.slice(row * columns, (row + 1) * columns);
    const rest = own(values.residual);
    const s = own(values.x).map((x, i) => x * at(mask, i) + (residual ? at(rest, i) : 0));
    const center = mean(s);
    const scale = 1 / Math.sqrt(mean(s.map((x) => (x - center) ** 2)) + EPSILON);
    const n = s.map((x) => (x - center) * scale);
    inverseStd.push(scale);
    normalized.push(...n);
    const upper = own(values.dy);
    const dn = upper.map((d, i) => d * at(values.gamma, i));
    const meanDn = mean(dn);
    const slope = mean(dn.map((d, i) => d * at(n, i)));
    const ds = dn.map((d, i) => scale * (d - meanDn - at(n, i) * slope));
    dResidual.push(...ds);
    dx.push(...ds.map((d, i) => d * at(mask, i)));
    for (let i = 0; i < columns; i++) {
      dGamma[i] = at(dGamma, i) + at(upper, i) * at(n, i);
      dBeta[i] = at(dBeta, i) + at(upper, i);
    }
  }
  const y = normalized.map((n, i) => n * at(values.gamma, i % columns) + at(values.beta, i % columns));
  return {
    y,
    normalized,
    inverseStd,
    dx,
    ...(residual ? { dResidual } : {}),
    ...(c.trained ? { dGamma, dBeta } : {}),
  };
}

async function compute(runner: WebGpuRunner, c: Case, form: SumForm) {
  const { rows, columns, dropout } = c;
  const values = inputs(c);
  const matrix = (list: readonly number[]) => tf.tensor2d([...list], [rows, columns]);
  const tensors = tf.tidy(() => {
    const gamma = tf.tensor1d(values.gamma);
    const operands = {
      x: matrix(values.x),
      residual: c.residual ? matrix(values.residual) : null,
      gamma,
      beta: tf.tensor1d(values.beta),
      epsilon: EPSILON,
      dropout,
    };
    const saved = runAddNorm(runner, operands, form);
    const scale = c.trained ? { dGamma: tf.tensor1d(values.dGamma), dBeta: tf.tensor1d(values.dBeta) } : null;
    const { dx, dResidual } = runAddNormBackward(
      runner,
      { dy: matrix(values.dy), ...saved, gamma, scale, dropout, hasResidual: c.residual },
      form,
    );
    return { ...saved, dx, ...(dResidual === null ? {} : { dResidual }), ...scale };
  });
  const results: Record<string, Float32Array> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    results[name] = (await tensor.data<'float32'>()).slice();
    tensor.dispose();
  }
  return results;
}

describe('a norm', () => {
  let device: Device;
  let runner: WebGpuRunner;

  beforeAll(async () => {
    ({ device, runner } = await startLeastWebGpu());
  });
  afterAll(() => device.dispose());

  test.each(CASES)('$rows×$columns: every form is near float64 and has the bits of the others', async (c) => {
    const found = [];
    for (const form of SUM_FORMS) {
      const results = await compute(runner, c, form);
      // Throws what the device refused.
      await device.settled();
      const expected = expectedOf(c);
      expect(Object.keys(results).sort()).toEqual(Object.keys(expected).sort());
      for (const [name, values] of Object.entries(expected)) {
        // What rounding leaves of a sum that is next to nothing is magnified by 1/σ, in the row of zeros by 1/√ε.
        const bounds = { rtol: 2e-5, atol: name.startsWith('d') ? 2e-4 : 1e-5 };
        expectAllClose([...(results[name] ?? [])], values, bounds, `${form.id}, ${name}`);
      }
      found.push(results);
    }
    expect(found.length).toBe(2);
    expect(found[1]).toEqual(found[0]);
  });
});
