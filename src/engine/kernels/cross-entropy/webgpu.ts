import * as tf from '@tensorflow/tfjs-core';
import { bindingsWgsl, ENTRY_WGSL, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';
import { IGNORED_LABEL } from '../../data/collate';
import type { Ints } from '../kernels';
import { onDevice } from '../webgpu-ints';

const ROW_LOSSES = `${bindingsWgsl(
  [
    ['logits', 'f32'],
    ['labels', 'i32'],
  ],
  [
    ['losses', 'f32'],
    ['gradient', 'f32'],
  ],
  [
    ['rows', 'u32'],
    ['classes', 'u32'],
    ['labelled', 'u32'],
  ],
)}
${ENTRY_WGSL}
  if (gid >= u.rows) { return; }
  let first = gid * u.classes;
  let label = labels[gid];
  if (label == ${IGNORED_LABEL}) {
    losses[gid] = 0.0;
    for (var c = 0u; c < u.classes; c++) { gradient[first + c] = 0.0; }
    return;
  }
  var highest = logits[first];
  for (var c = 1u; c < u.classes; c++) { highest = max(highest, logits[first + c]); }
  var sum = 0.0;
  for (var c = 0u; c < u.classes; c++) { sum += exp(logits[first + c] - highest); }
  let log_sum = highest + log(sum);
  losses[gid] = log_sum - logits[first + u32(label)];
  for (var c = 0u; c < u.classes; c++) {
    let p = exp(logits[first + c] - log_sum);
    gradient[first + c] = (p - select(0.0, 1.0, c == u32(label))) / f32(u.labelled);
  }
}`;

const MEAN = `${bindingsWgsl(
  [['losses', 'f32']],
  [['loss', 'f32']],
  [
    ['rows', 'u32'],
    ['labelled', 'u32'],
  ],
)}
${ENTRY_WGSL}
  if (gid > 0u) { return; }
  var sum = 0.0;
  for (var row = 0u; row < u.rows; row++) { sum += losses[row]; }
  loss[0] = sum / f32(u.labelled);
}`;

export function crossEntropy(
  runner: WebGpuRunner,
  logits: tf.Tensor,
  labels: Ints,
): { loss: tf.Tensor; dLogits: tf.Tensor } {
  const [rows, classes] = logits.shape as [number, number];
  const labelled = labels.host.reduce((n, label) => n + (label === IGNORED_LABEL ? 0 : 1), 0);
  const losses = runner.create([rows]);
  const dLogits = runner.create(logits.shape);
  runner.run({
    key: 'cross-entropy/rows',
    code: () => ROW_LOSSES,
    reads: [logits, onDevice(labels)],
    writes: [losses, dLogits],
    uniforms: u32(rows, classes, labelled),
    invocations: rows,
  });
  // Shaders may assume that NaN does not occur: an empty mean is written here.
  if (labelled === 0) return { loss: tf.scalar(Number.NaN), dLogits };
  const loss = runner.create([]);
  runner.run({
    key: 'cross-entropy/mean',
    code: () => MEAN,
    reads: [losses],
    writes: [loss],
    uniforms: u32(rows, labelled),
    invocations: 1,
  });
  return { loss, dLogits };
}
