import type { Tensor } from '@tensorflow/tfjs-core';
import type { AdamWStep } from '../../runtime/parameters';
import {
  type BufferRange,
  bindingsWgsl,
  ENTRY_WGSL,
  f32,
  u32,
  type WebGpuRunner,
} from '../../runtime/webgpu-runner';

/** 1 − β comes as a number of its own: in f32, 1 − 0.999 would be off by 1e-5. */
const CODE = `${bindingsWgsl(
  [
    ['g', 'vec4<f32>'],
    ['norm', 'f32'],
  ],
  [
    ['p', 'vec4<f32>'],
    ['m', 'vec4<f32>'],
    ['v', 'vec4<f32>'],
  ],
  [
    ['count', 'u32'],
    ['decay', 'f32'],
    ['step_size', 'f32'],
    ['root_correction', 'f32'],
    ['beta1', 'f32'],
    ['beta2', 'f32'],
    ['rest1', 'f32'],
    ['rest2', 'f32'],
    ['epsilon', 'f32'],
    ['max_norm', 'f32'],
  ],
)}
${ENTRY_WGSL}
  if (gid >= u.count) { return; }
  var clip = 1.0;
  if (u.max_norm > 0.0) { clip = min(1.0, u.max_norm / (norm[0] + 1e-6)); }
  let gi = clip * g[gid];
  let mi = u.beta1 * m[gid] + u.rest1 * gi;
  let vi = u.beta2 * v[gid] + u.rest2 * gi * gi;
  m[gid] = mi;
  v[gid] = vi;
  p[gid] = p[gid] * u.decay - u.step_size * mi / (sqrt(vi) / u.root_correction + u.epsilon);
}`;

/** PyTorch's AdamW over a whole arena, clipped by the global norm on the device. */
export function adamw(
  runner: WebGpuRunner,
  arena: {
    readonly values: BufferRange;
    readonly gradients: BufferRange;
    readonly m: BufferRange;
    readonly v: BufferRange;
    readonly decay: boolean;
  },
  norm: Tensor,
  update: AdamWStep,
): void {
  const { learningRate, weightDecay, beta1, beta2, epsilon, maxGradNorm, t } = update;
  const count = arena.values.size / 16;
  runner.run({
    key: 'adamw',
    code: () => CODE,
    reads: [arena.gradients, norm],
    writes: [arena.values, arena.m, arena.v],
    uniforms: [
      ...u32(count),
      ...f32(
        arena.decay ? 1 - learningRate * weightDecay : 1,
        learningRate / (1 - beta1 ** t),
        Math.sqrt(1 - beta2 ** t),
        beta1,
        beta2,
        1 - beta1,
        1 - beta2,
        epsilon,
        maxGradNorm,
      ),
    ],
    invocations: count,
  });
}
