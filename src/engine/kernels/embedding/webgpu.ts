import * as tf from '@tensorflow/tfjs-core';
import type { WebGpuParameters } from '../../runtime/webgpu-parameters';
import {
  type BufferRange,
  bindingsWgsl,
  ENTRY_WGSL,
  u32,
  type WebGpuRunner,
} from '../../runtime/webgpu-runner';
import { aheadWgsl } from '../ahead-wgsl';
import type { EmbeddingTables, Ints } from '../kernels';
import { onDevice } from '../webgpu-ints';
import { segmentsOf } from './segments';

const FORWARD = `${bindingsWgsl(
  [
    ['ids', 'i32'],
    ['types', 'i32'],
    ['word', 'f32'],
    ['position', 'f32'],
    ['token_type', 'f32'],
  ],
  [['y', 'f32']],
  [
    ['count', 'u32'],
    ['columns', 'u32'],
    ['sequence', 'u32'],
  ],
)}
${ENTRY_WGSL}
  if (gid >= u.count) { return; }
  let row = gid / u.columns;
  let c = gid % u.columns;
  y[gid] = word[u32(ids[row]) * u.columns + c] + position[(row % u.sequence) * u.columns + c]
    + token_type[u32(types[row]) * u.columns + c];
}`;

/** One lane a segment and column: sums the rows of the segment in order, so the result does not depend on timing. */
const SEGMENT_ADD = `${bindingsWgsl(
  [
    ['dy', 'f32'],
    ['targets', 'i32'],
    ['starts', 'i32'],
    ['rows', 'i32'],
  ],
  [['g', 'f32']],
  [
    ['count', 'u32'],
    ['columns', 'u32'],
  ],
)}
${ENTRY_WGSL}
  if (gid >= u.count) { return; }
  let segment = gid / u.columns;
  let c = gid % u.columns;
  var sum = 0.0;
  let end = starts[segment + 1u];
  ${aheadWgsl(
    'starts[segment]',
    'end',
    (i, name) => `let d${name} = dy[u32(rows[${i}]) * u.columns + c];`,
    (name) => `sum += d${name};`,
  )}
  let target_index = u32(targets[segment]) * u.columns + c;
  g[target_index] = g[target_index] + sum;
}`;

export function embed(
  store: WebGpuParameters,
  tables: EmbeddingTables,
  ids: Ints,
  typeIds: Ints,
  sequenceLength: number,
): tf.Tensor {
  const columns = tables.word.shape[1] as number;
  const rows = ids.host.length;
  const y = store.runner.create([rows, columns]);
  store.runner.run({
    key: 'embedding',
    code: () => FORWARD,
    reads: [
      onDevice(ids),
      onDevice(typeIds),
      store.value(tables.word),
      store.value(tables.position),
      store.value(tables.tokenType),
    ],
    writes: [y],
    uniforms: u32(rows * columns, columns, sequenceLength),
    invocations: rows * columns,
  });
  return y;
}

export function embedBackward(
  store: WebGpuParameters,
  tables: EmbeddingTables,
  dy: tf.Tensor,
  ids: Ints,
  typeIds: Ints,
  sequenceLength: number,
): void {
  const columns = tables.word.shape[1] as number;
  const positions = ids.host.map((_, row) => row % sequenceLength);
  addSegments(store.runner, dy, ids.host, tables.word.paddingRow, columns, store.gradient(tables.word));
  addSegments(store.runner, dy, positions, null, columns, store.gradient(tables.position));
  addSegments(store.runner, dy, typeIds.host, null, columns, store.gradient(tables.tokenType));
}

/** gradient[targets[row]] += dy[row] for every row whose target is not `skipped`. */
function addSegments(
  runner: WebGpuRunner,
  dy: tf.Tensor,
  targets: Int32Array,
  skipped: number | null,
  columns: number,
  gradient: BufferRange | null,
): void {
  if (gradient === null) return;
  const segments = segmentsOf(targets, skipped);
  const count = segments.targets.length * columns;
  if (count === 0) return;
  // As long as the batch has rows, whatever they hold: buffers are pooled by size, each new one for good.
  const upload = [segments.targets, segments.starts, segments.rows].map((values) => {
    const whole = new Int32Array(targets.length + 1);
    whole.set(values);
    return tf.tensor1d(whole, 'int32');
  });
  runner.run({
    key: 'embedding/segment-add',
    code: () => SEGMENT_ADD,
    reads: [dy, ...upload],
    writes: [gradient],
    uniforms: u32(count, columns),
    invocations: count,
  });
  tf.dispose(upload);
}
