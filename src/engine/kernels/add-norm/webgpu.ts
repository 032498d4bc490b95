import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter } from '../../runtime/parameters';
import type { WebGpuParameters } from '../../runtime/webgpu-parameters';
import type { DropoutKey } from '../philox';
import { formFor } from '../trial/form';
import { runAddNormBackward } from './backward-wgsl';
import { ADD_NORM } from './forms';
import { runAddNorm } from './forward-wgsl';

export function addNorm(
  store: WebGpuParameters,
  x: Tensor,
  residual: Tensor | null,
  gamma: Parameter,
  beta: Parameter,
  epsilon: number,
  dropout: DropoutKey | null,
): { y: Tensor; normalized: Tensor; inverseStd: Tensor } {
  const [rows, columns] = x.shape as [number, number];
  const operands = { x, residual, gamma: store.value(gamma), beta: store.value(beta), epsilon, dropout };
  const form = formFor(ADD_NORM, { direction: 'forward', rows, columns }, store.runner);
  return runAddNorm(store.runner, operands, form);
}

export function addNormBackward(
  store: WebGpuParameters,
  dy: Tensor,
  saved: { normalized: Tensor; inverseStd: Tensor },
  gamma: Parameter,
  beta: Parameter,
  dropout: DropoutKey | null,
  hasResidual: boolean,
): { dx: Tensor; dResidual: Tensor | null } {
  const [rows, columns] = dy.shape as [number, number];
  const dGamma = store.gradient(gamma);
  const dBeta = store.gradient(beta);
  if ((dGamma === null) !== (dBeta === null)) {
    throw new RangeError(`${gamma.name} and ${beta.name} are trained together or not at all`);
  }
  const scale = dGamma === null || dBeta === null ? null : { dGamma, dBeta };
  const operands = { dy, ...saved, gamma: store.value(gamma), scale, dropout, hasResidual };
  const form = formFor(ADD_NORM, { direction: 'backward', rows, columns }, store.runner);
  return runAddNormBackward(store.runner, operands, form);
}
