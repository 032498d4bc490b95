import type { Tensor } from '@tensorflow/tfjs-core';
import type { Parameter } from '../../runtime/parameters';
import type { WebGpuParameters } from '../../runtime/webgpu-parameters';
import { bindingsWgsl, ENTRY_WGSL, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';
import { type Activation, activationWgsl } from '../activation/activation';
import { matMul } from '../matmul/webgpu';

export function linear(
  store: WebGpuParameters,
  x: Tensor,
  weight: Parameter,
  bias: Parameter,
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
  dy: Tensor,
  saved: { x: Tensor; z: Tensor | null },
  weight: Parameter,
  bias: Parameter,
  activation: Activation | null,
): Tensor {
  const { runner } = store;
  const [outputs, inputs] = weight.shape as [number, number];
  const [rows] = dy.shape as [number, number];
  const dz =
    activation !== null && saved.z !== null ? activationBackward(runner, activation, saved.z, dy) : dy;
  const dx = runner.create([rows, inputs]);
  matMul(runner, {
    layout: 'nn',
    a: dz,
    b: store.value(weight),
    rows,
    columns: inputs,
    depth: outputs,
    out: dx,
  });
  const dWeight = store.gradient(weight);
  if (dWeight !== null) {
    matMul(runner, {
      layout: 'tn',
      a: dz,
      b: saved.x,
      rows: outputs,
      columns: inputs,
      depth: rows,
      out: dWeight,
      accumulate: true,
    });
  }
  const dBias = store.gradient(bias);
  if (dBias !== null) {
    runner.run({
      key: 'linear/bias-gradient',
      code: () => BIAS_GRADIENT,
      reads: [dz],
      writes: [dBias],
      uniforms: u32(rows, outputs),
      invocations: outputs,
    });
  }
  return dx;
}

const BIAS_GRADIENT = `${bindingsWgsl(
  [['dz', 'f32']],
  [['g', 'f32']],
  [
    ['rows', 'u32'],
    ['columns', 'u32'],
  ],
)}
${ENTRY_WGSL}
  if (gid >= u.columns) { return; }
  var sum = 0.0;
  for (var row = 0u; row < u.rows; row++) { sum += dz[row * u.columns + gid]; }
  g[gid] = g[gid] + sum;
}`;

function activationBackward(runner: WebGpuRunner, name: Activation, z: Tensor, dy: Tensor): Tensor {
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
