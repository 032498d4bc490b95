import type * as tf from '@tensorflow/tfjs-core';
import { bindingsWgsl, ENTRY_WGSL, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';

/** Numbers in [−1, 1) without a pattern: rounding differs as soon as the order of a sum does. */
export function noise(runner: WebGpuRunner, shape: readonly number[], salt: number): tf.Tensor {
  const out = runner.create(shape);
  runner.run({
    key: 'trial/noise',
    code: () => `${bindingsWgsl(
      [],
      [['out', 'f32']],
      [
        ['size', 'u32'],
        ['salt', 'u32'],
      ],
    )}
${ENTRY_WGSL}
  if (gid >= u.size) { return; }
  var x = (gid + u.salt * 0x9e3779b9u) * 0x85ebca6bu;
  x = (x ^ (x >> 15u)) * 0xc2b2ae35u;
  x = x ^ (x >> 13u);
  out[gid] = f32(x >> 8u) / 8388608.0 - 1.0;
}`,
    reads: [],
    writes: [out],
    uniforms: u32(out.size, salt),
    invocations: out.size,
  });
  return out;
}
