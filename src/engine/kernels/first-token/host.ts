import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostMemory } from '../../runtime/host-memory';

export function firstToken(memory: HostMemory, x: Tensor, batchSize: number, sequenceLength: number): Tensor {
  const columns = x.shape[1] as number;
  const y = memory.create([batchSize, columns]);
  const xs = memory.view(x);
  const ys = memory.view(y);
  for (let b = 0; b < batchSize; b++) {
    const at = b * sequenceLength * columns;
    ys.set(xs.subarray(at, at + columns), b * columns);
  }
  return y;
}

export function firstTokenBackward(
  memory: HostMemory,
  dy: Tensor,
  batchSize: number,
  sequenceLength: number,
): Tensor {
  const columns = dy.shape[1] as number;
  const dx = memory.create([batchSize * sequenceLength, columns]);
  const dys = memory.view(dy);
  const dxs = memory.view(dx).fill(0);
  for (let b = 0; b < batchSize; b++) {
    dxs.set(dys.subarray(b * columns, (b + 1) * columns), b * sequenceLength * columns);
  }
  return dx;
}
