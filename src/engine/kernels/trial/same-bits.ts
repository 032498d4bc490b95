import * as tf from '@tensorflow/tfjs-core';
import { bindingsWgsl, ENTRY_WGSL, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';

/** Whether tensors of float32 are equal one by one, bit for bit. */
export async function haveSameBits(
  runner: WebGpuRunner,
  results: readonly tf.Tensor[],
  expected: readonly tf.Tensor[],
): Promise<boolean> {
  const count = tf.tensor1d([0], 'int32');
  for (const [i, tensor] of expected.entries()) {
    const result = results[i];
    if (result?.size !== tensor.size) throw new RangeError(`result ${i} is not as large as the expected one`);
    countDifferent(runner, result, tensor, count);
  }
  const [different] = await count.data();
  count.dispose();
  return different === 0;
}

function countDifferent(runner: WebGpuRunner, a: tf.Tensor, b: tf.Tensor, count: tf.Tensor): void {
  runner.run({
    key: 'trial/compare',
    code: () => `${bindingsWgsl(
      [
        ['a', 'f32'],
        ['b', 'f32'],
      ],
      [['count', 'atomic<i32>']],
      [['size', 'u32']],
    )}
${ENTRY_WGSL}
  if (gid < u.size && bitcast<u32>(a[gid]) != bitcast<u32>(b[gid])) { atomicAdd(&count[0], 1); }
}`,
    reads: [a, b],
    writes: [count],
    uniforms: u32(a.size),
    invocations: a.size,
  });
}
