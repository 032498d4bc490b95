import type { Tensor } from '@tensorflow/tfjs-core';
import { bindingsWgsl, ENTRY_WGSL, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';

const UNIFORMS = [
  ['count', 'u32'],
  ['columns', 'u32'],
  ['sequence', 'u32'],
] as const;

const FORWARD = `${bindingsWgsl([['x', 'f32']], [['y', 'f32']], UNIFORMS)}
${ENTRY_WGSL}
  if (gid < u.count) { y[gid] = x[(gid / u.columns) * u.sequence * u.columns + gid % u.columns]; }
}`;

const BACKWARD = `${bindingsWgsl([['dy', 'f32']], [['dx', 'f32']], UNIFORMS)}
${ENTRY_WGSL}
  if (gid >= u.count) { return; }
  let row = gid / u.columns;
  dx[gid] = 0.0;
  if (row % u.sequence == 0u) { dx[gid] = dy[(row / u.sequence) * u.columns + gid % u.columns]; }
}`;

export function firstToken(
  runner: WebGpuRunner,
  x: Tensor,
  batchSize: number,
  sequenceLength: number,
): Tensor {
  const columns = x.shape[1] as number;
  const y = runner.create([batchSize, columns]);
  runner.run({
    key: 'first-token',
    code: () => FORWARD,
    reads: [x],
    writes: [y],
    uniforms: u32(y.size, columns, sequenceLength),
    invocations: y.size,
  });
  return y;
}

export function firstTokenBackward(
  runner: WebGpuRunner,
  dy: Tensor,
  batchSize: number,
  sequenceLength: number,
): Tensor {
  const columns = dy.shape[1] as number;
  const dx = runner.create([batchSize * sequenceLength, columns]);
  runner.run({
    key: 'first-token/backward',
    code: () => BACKWARD,
    reads: [dy],
    writes: [dx],
    uniforms: u32(dx.size, columns, sequenceLength),
    invocations: dx.size,
  });
  return dx;
}
