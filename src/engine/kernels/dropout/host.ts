import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostMemory } from '../../runtime/host-memory';
import { type DropoutKey, dropoutRow } from '../philox';

export function dropout(memory: HostMemory, x: Tensor, key: DropoutKey): Tensor {
  const [rows, columns] = x.shape as [number, number];
  const y = memory.create(x.shape);
  const xs = memory.view(x);
  const ys = memory.view(y);
  const mask = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    dropoutRow(mask, key, row, columns);
    for (let c = 0; c < columns; c++)
      ys[row * columns + c] = (xs[row * columns + c] as number) * (mask[c] as number);
  }
  return y;
}
