import * as tf from '@tensorflow/tfjs-core';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import type { DropoutKey } from '../philox';
import type { SumForm } from '../sums/forms';
import type { Scratch, TriedKernel } from '../trial/form';
import { noise } from '../trial/noise';
import { runAddNormBackward } from './backward-wgsl';
import { ADD_NORM, type NormShape } from './forms';
import { runAddNorm } from './forward-wgsl';

/** Per element, about: two sums, what follows them, and the mask. */
const OPERATIONS = 16;
const SMALL_ELEMENTS = 2 ** 14;
/** Layers are trained with dropout; drawing a mask takes its time. */
const DROPOUT: DropoutKey = { probability: 0.1, seed: 0, site: 0, step: 0 };

/** The norm as a trial runs it: with residual and dropout, and backward with the gradients of its weights. */
export const TRIED_ADD_NORM: TriedKernel<NormShape, SumForm> = {
  ...ADD_NORM,
  name: 'add-norm',
  family: ({ direction }) => `add-norm/${direction}`,
  isSmall: ({ rows, columns }) => rows * columns < SMALL_ELEMENTS,
  operations: ({ rows, columns }) => OPERATIONS * rows * columns,
  cutTo(shape, operations) {
    const fewer = Math.floor(operations / (OPERATIONS * shape.columns));
    return { ...shape, rows: Math.min(shape.rows, Math.max(64, fewer)) };
  },
  scratch: (runner, shape) =>
    shape.direction === 'forward' ? forward(runner, shape) : backward(runner, shape),
};

function forward(runner: WebGpuRunner, { rows, columns }: NormShape): Scratch<SumForm> {
  const x = noise(runner, [rows, columns], 1);
  const residual = noise(runner, [rows, columns], 2);
  const gamma = noise(runner, [columns], 3);
  const beta = noise(runner, [columns], 4);
  return {
    run(form) {
      const operands = { x, residual, gamma, beta, epsilon: 1e-12, dropout: DROPOUT };
      return Object.values(runAddNorm(runner, operands, form));
    },
    dispose: () => tf.dispose([x, residual, gamma, beta]),
  };
}

function backward(runner: WebGpuRunner, { rows, columns }: NormShape): Scratch<SumForm> {
  const dy = noise(runner, [rows, columns], 1);
  const normalized = noise(runner, [rows, columns], 2);
  const inverseStd = noise(runner, [rows], 3);
  const gamma = noise(runner, [columns], 4);
  return {
    run(form) {
      const scale = { dGamma: noise(runner, [columns], 5), dBeta: noise(runner, [columns], 6) };
      const operands = { dy, normalized, inverseStd, gamma, scale, dropout: DROPOUT, hasResidual: true };
      const { dx, dResidual } = runAddNormBackward(runner, operands, form);
      return [dx, ...(dResidual === null ? [] : [dResidual]), scale.dGamma, scale.dBeta];
    },
    dispose: () => tf.dispose([dy, normalized, inverseStd, gamma]),
  };
}
