import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostMemory } from '../../runtime/host-memory';
import type { Ints } from '../kernels';
import { IGNORED_LABEL } from '../../data/collate';

/** loss = mean over labelled rows of logΣexp(logits) − logits[label]; d = (softmax − onehot)/rows. */
export function crossEntropy(
  memory: HostMemory,
  logits: Tensor,
  labels: Ints,
): { loss: Tensor; dLogits: Tensor } {
  const [rows, classes] = logits.shape as [number, number];
  const loss = memory.create([]);
  const dLogits = memory.create(logits.shape);
  const xs = memory.view(logits);
  const ds = memory.view(dLogits).fill(0);
  const labelled = labels.host.reduce((n, label) => n + (label === IGNORED_LABEL ? 0 : 1), 0);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const label = labels.host[row] as number;
    if (label === IGNORED_LABEL) continue;
    const o = row * classes;
    let max = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) max = Math.max(max, xs[o + c] as number);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp((xs[o + c] as number) - max);
    const logSum = max + Math.log(sum);
    total += logSum - (xs[o + label] as number);
    for (let c = 0; c < classes; c++) {
      ds[o + c] = (Math.exp((xs[o + c] as number) - logSum) - (c === label ? 1 : 0)) / labelled;
    }
  }
  memory.view(loss)[0] = total / labelled;
  return { loss, dLogits };
}
