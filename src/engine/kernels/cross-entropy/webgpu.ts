import * as tf from '@tensorflow/tfjs-core';
import {
  bindingsWgsl,
  ENTRY_WGSL,
  u32,
  type WebGpuRunner,
  WORKGROUP_SIZE,
} from '../../runtime/webgpu-runner';
import { IGNORED_LABEL } from '../../data/collate';
import type { Ints } from '../kernels';
import { columnWgsl } from '../sums/column-wgsl';
import type { SumForm, Summing } from '../sums/forms';
import { greatestOf, rowWgsl, sumsOf } from '../sums/row-wgsl';
import { formFor } from '../trial/form';
import { vectorWgsl } from '../vector-wgsl';
import { onDevice } from '../webgpu-ints';
import { CROSS_ENTROPY } from './forms';

function rowLosses(summing: Summing): string {
  const rows = rowWgsl(summing);
  const highest = greatestOf('highest');
  const sum = sumsOf('sum');
  return `${bindingsWgsl(
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
${rows.declarations(highest, sum)}
${ENTRY_WGSL}
  ${rows.head('u.rows')}
  let label = labels[row];
  let is_row = row < u.rows;
  let is_labelled = is_row && label != ${IGNORED_LABEL};
  let first = row * u.classes;
  let count = select(0u, u.classes, is_labelled);
  ${rows.fold(highest, 'count', 'highest = max(highest, logits[first + j]);')}
  ${rows.fold(sum, 'count', 'sum += exp(logits[first + j] - highest);')}
  let log_sum = highest + log(sum);
  if (is_first) {
    var row_loss = 0.0;
    if (is_labelled) { row_loss = log_sum - logits[first + u32(label)]; }
    losses[row] = row_loss;
  }
  let written = select(0u, u.classes, is_row);
  ${rows.each(
    'written',
    `var d = 0.0;
    if (is_labelled) {
      let p = exp(logits[first + j] - log_sum);
      d = (p - select(0.0, 1.0, j == u32(label))) / f32(u.labelled);
    }
    gradient[first + j] = d;`,
  )}
}`;
}

function meanLoss(summing: Summing): string {
  const list = columnWgsl(summing, 'one');
  return `${bindingsWgsl(
    [['losses', 'f32']],
    [['loss', 'f32']],
    [
      ['rows', 'u32'],
      ['labelled', 'u32'],
    ],
  )}
${vectorWgsl(1)}
${list.declarations('sum')}
${ENTRY_WGSL}
  ${list.head('0u', '1u', '1u')}
  ${list.sum({
    names: ['sum'],
    begin: '0u',
    end: 'u.rows',
    load: (row, name) => `let l${name} = losses[${row}];`,
    use: (name) => `sum += l${name};`,
  })}
  if (is_first) { loss[0] = sum / f32(u.labelled); }
}`;
}

export function crossEntropy(
  runner: WebGpuRunner,
  logits: tf.Tensor,
  labels: Ints,
): { loss: tf.Tensor; dLogits: tf.Tensor } {
  const [rows, classes] = logits.shape as [number, number];
  return crossEntropyIn(runner, logits, labels, formFor(CROSS_ENTROPY, { rows, classes }, runner));
}

/** The same in a given form. */
export function crossEntropyIn(
  runner: WebGpuRunner,
  logits: tf.Tensor,
  labels: Ints,
  form: SumForm,
): { loss: tf.Tensor; dLogits: tf.Tensor } {
  const [rows, classes] = logits.shape as [number, number];
  const labelled = labels.host.reduce((n, label) => n + (label === IGNORED_LABEL ? 0 : 1), 0);
  const losses = runner.create([rows]);
  const dLogits = runner.create(logits.shape);
  runner.run({
    key: `cross-entropy/rows/${form.id}`,
    code: () => rowLosses(form.id),
    reads: [logits, onDevice(labels)],
    writes: [losses, dLogits],
    uniforms: u32(rows, classes, labelled),
    invocations: rows * rowWgsl(form.id).lanesPerRow,
  });
  // Shaders may assume that NaN does not occur: an empty mean is written here.
  if (labelled === 0) return { loss: tf.scalar(Number.NaN), dLogits };
  const loss = runner.create([]);
  runner.run({
    key: `cross-entropy/mean/${form.id}`,
    code: () => meanLoss(form.id),
    reads: [losses],
    writes: [loss],
    uniforms: u32(rows, labelled),
    invocations: columnWgsl(form.id, 'one').groups(1, 1) * WORKGROUP_SIZE,
  });
  return { loss, dLogits };
}
