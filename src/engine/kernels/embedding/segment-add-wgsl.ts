import * as tf from '@tensorflow/tfjs-core';
import {
  bindingsWgsl,
  ENTRY_WGSL,
  type Operand,
  u32,
  type WebGpuRunner,
  WORKGROUP_SIZE,
} from '../../runtime/webgpu-runner';
import { columnWgsl } from '../sums/column-wgsl';
import type { SumForm, Summing } from '../sums/forms';
import { vectorType, vectorWgsl, vectorWidth, type VectorWidth } from '../vector-wgsl';
import { segmentsOf } from './segments';

/** Sums the rows of each segment in order, so the result does not depend on timing. */
function code(summing: Summing, width: VectorWidth): string {
  const v = vectorType(width);
  const columns = columnWgsl(summing);
  return `${bindingsWgsl(
    [
      ['dy', v],
      ['targets', 'i32'],
      ['starts', 'i32'],
      ['rows', 'i32'],
    ],
    [['g', v]],
    [
      ['segments', 'u32'],
      ['vectors', 'u32'],
    ],
  )}
${vectorWgsl(width)}
${columns.declarations('sum')}
${ENTRY_WGSL}
  ${columns.head('0u', 'u.segments', 'u.vectors')}
  let begin = u32(starts[which]);
  let end = u32(starts[which + 1u]);
  ${columns.sum({
    names: ['sum'],
    begin: 'begin',
    end: 'end',
    load: (i, name) => `let d${name} = dy[u32(rows[${i}]) * u.vectors + at];`,
    use: (name) => `sum += d${name};`,
  })}
  if (is_first) {
    let target_index = u32(targets[which]) * u.vectors + at;
    g[target_index] = g[target_index] + sum;
  }
}`;
}

/** gradient[targets[row]] += dy[row], for every row of dy [rows, columns] whose target is not `skipped`. */
export interface SegmentAdd {
  readonly dy: tf.Tensor;
  readonly targets: Int32Array;
  readonly skipped: number | null;
  readonly gradient: Operand;
}

export function addSegments(
  runner: WebGpuRunner,
  { dy, targets, skipped, gradient }: SegmentAdd,
  form: SumForm,
): void {
  const columns = dy.shape[1] as number;
  const segments = segmentsOf(targets, skipped);
  const count = segments.targets.length;
  if (count === 0) return;
  const width = vectorWidth(columns);
  // As long as the batch has rows, whatever they hold: buffers are pooled by size, each new one for good.
  const upload = [segments.targets, segments.starts, segments.rows].map((values) => {
    const whole = new Int32Array(targets.length + 1);
    whole.set(values);
    return tf.tensor1d(whole, 'int32');
  });
  runner.run({
    key: `embedding/segment-add/${form.id}/${width}`,
    code: () => code(form.id, width),
    reads: [dy, ...upload],
    writes: [gradient],
    uniforms: u32(count, columns / width),
    invocations: columnWgsl(form.id).groups(count, columns / width) * WORKGROUP_SIZE,
  });
  tf.dispose(upload);
}
