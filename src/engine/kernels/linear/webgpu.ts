import type { Tensor } from '@tensorflow/tfjs-core';
import type { ParameterSpan } from '../../runtime/parameters';
import type { WebGpuParameters } from '../../runtime/webgpu-parameters';
import { bindingsWgsl, ENTRY_WGSL, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';
import { type Activation, activationWgsl } from '../activation/activation';
import type { Onward } from '../kernels';
import { matMul } from '../matmul/webgpu';

export function linear(
  store: WebGpuParameters,
  x: Tensor,
  weight: ParameterSpan,
  bias: ParameterSpan,
  activation: Activation | null,
): { y: Tensor; z: Tensor | null } {
  const [rows, depth] = x.shape as [number, number];
  const columns = weight.shape[0] as number;
  const y = store.runner.create([rows, columns]);
  const z = activation === null ? null : store.runner.create([rows, columns]);
  matMul(store.runner, {
    layout: 'nt',
    a: x,
    b: store.value(weight),
    rows,
    columns,
    depth,
    out: y,
    bias: store.value(bias),
    ...(activation !== null && z !== null && { activation: { name: activation, z } }),
  });
  return { y, z };
}

export function linearBackward(
  store: WebGpuParameters,
  dz: Tensor,
  x: Tensor,
  weight: ParameterSpan,
  bias: ParameterSpan,
  onward: Onward | null,
): Tensor {
  const { runner } = store;
  const [outputs, inputs] = weight.shape as [number, number];
  const [rows] = dz.shape as [number, number];
  const dx = onward !== null && 'addTo' in onward ? onward.addTo : runner.create([rows, inputs]);
  matMul(runner, {
    layout: 'nn',
    a: dz,
    b: store.value(weight),
    rows,
    columns: inputs,
    depth: outputs,
    out: dx,
    ...(onward !== null &&
      ('addTo' in onward ? { accumulate: true } : { derivative: { name: onward.through, z: onward.z } })),
  });
  accumulateGradients(store, dz, x, weight, bias);
  return dx;
}

/** dW += dzᵀ·x, and the bias gradient beside it. */
function accumulateGradients(
  store: WebGpuParameters,
  dz: Tensor,
  x: Tensor,
  weight: ParameterSpan,
  bias: ParameterSpan,
): void {
  const dWeight = store.gradient(weight);
  const dBias = store.gradient(bias);
  if (dWeight === null && dBias === null) return;
  if (dWeight === null || dBias === null) {
    throw new RangeError(`${weight.name} and ${bias.name} are trained together or not at all`);
  }
  const [outputs, inputs] = weight.shape as [number, number];
  matMul(store.runner, {
    layout: 'tn',
    a: dz,
    b: x,
    rows: outputs,
    columns: inputs,
    depth: dz.shape[0],
    out: dWeight,
    accumulate: true,
    columnSums: dBias,
  });
}

export function activationBackward(runner: WebGpuRunner, dy: Tensor, z: Tensor, name: Activation): Tensor {
  const dz = runner.create(dy.shape);
  runner.run({
    key: `linear/activation-gradient/${name}`,
    code: () => `${bindingsWgsl(
      [
        ['z', 'f32'],
        ['dy', 'f32'],
      ],
      [['dz', 'f32']],
      [['count', 'u32']],
    )}
${activationWgsl(name)}
${ENTRY_WGSL}
  if (gid < u.count) { dz[gid] = dy[gid] * activate_derivative(z[gid]); }
}`,
    reads: [z, dy],
    writes: [dz],
    uniforms: u32(dy.size),
    invocations: dy.size,
  });
  return dz;
}
