import type { Tensor } from '@tensorflow/tfjs-core';
import { bindingsWgsl, ENTRY_WGSL, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';
import { DROPOUT_UNIFORMS, dropoutUniforms, dropoutWgsl } from '../dropout-wgsl';
import type { DropoutKey } from '../philox';
import { vectorType, vectorWgsl, vectorWidth, type VectorWidth } from '../vector-wgsl';

function code(width: VectorWidth): string {
  const v = vectorType(width);
  return `${bindingsWgsl([['x', v]], [['y', v]], [['count', 'u32'], ['vectors', 'u32'], ...DROPOUT_UNIFORMS])}
${vectorWgsl(width)}
${dropoutWgsl(true, width)}
${ENTRY_WGSL}
  if (gid < u.count) { y[gid] = x[gid] * drop_scale(gid / u.vectors, gid % u.vectors); }
}`;
}

export function dropout(runner: WebGpuRunner, x: Tensor, key: DropoutKey): Tensor {
  const columns = x.shape[1] as number;
  const width = vectorWidth(columns);
  const y = runner.create(x.shape);
  runner.run({
    key: `dropout/${width}`,
    code: () => code(width),
    reads: [x],
    writes: [y],
    uniforms: [...u32(x.size / width, columns / width), ...dropoutUniforms(key)],
    invocations: x.size / width,
  });
  return y;
}
