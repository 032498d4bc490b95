import type { Tensor } from '@tensorflow/tfjs-core';
import {
  type BufferRange,
  bindingsWgsl,
  ENTRY_WGSL,
  u32,
  type WebGpuRunner,
} from '../../runtime/webgpu-runner';

/** Partial sums of squares an arena. */
const PARTIALS = 1024;

const PARTIAL_CODE = `${bindingsWgsl(
  [['g', 'vec4<f32>']],
  [['partials', 'f32']],
  [
    ['count', 'u32'],
    ['first', 'u32'],
  ],
)}
${ENTRY_WGSL}
  if (gid >= ${PARTIALS}u) { return; }
  var sum = vec4<f32>();
  for (var i = gid; i < u.count; i += ${PARTIALS}u) { sum += g[i] * g[i]; }
  partials[u.first + gid] = sum.x + sum.y + sum.z + sum.w;
}`;

const TOTAL_CODE = `${bindingsWgsl([['partials', 'f32']], [['norm', 'f32']], [['count', 'u32']])}
${ENTRY_WGSL}
  if (gid > 0u) { return; }
  var sum = 0.0;
  for (var i = 0u; i < u.count; i += 8u) {
    // Pairs first: the rounding error of a long running sum would grow with its length.
    let a = (partials[i] + partials[i + 1u]) + (partials[i + 2u] + partials[i + 3u]);
    let b = (partials[i + 4u] + partials[i + 5u]) + (partials[i + 6u] + partials[i + 7u]);
    sum += a + b;
  }
  norm[0] = sqrt(sum);
}`;

/** L2 norm over all given ranges together (each a multiple of 16 bytes) → a tensor of one number. */
export function globalNorm(runner: WebGpuRunner, ranges: readonly BufferRange[]): Tensor {
  const norm = runner.create([1]);
  const partials = runner.create([PARTIALS * ranges.length]);
  for (const [i, range] of ranges.entries()) {
    runner.run({
      key: 'global-norm/partial',
      code: () => PARTIAL_CODE,
      reads: [range],
      writes: [partials],
      uniforms: u32(range.size / 16, i * PARTIALS),
      invocations: PARTIALS,
    });
  }
  runner.run({
    key: 'global-norm/total',
    code: () => TOTAL_CODE,
    reads: [partials],
    writes: [norm],
    uniforms: u32(PARTIALS * ranges.length),
    invocations: 1,
  });
  partials.dispose();
  return norm;
}
