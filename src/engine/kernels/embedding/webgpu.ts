import type * as tf from '@tensorflow/tfjs-core';
import type { Parameter } from '../../runtime/parameters';
import type { WebGpuParameters } from '../../runtime/webgpu-parameters';
import { bindingsWgsl, ENTRY_WGSL, u32 } from '../../runtime/webgpu-runner';
import type { EmbeddingTables, Ints } from '../kernels';
import { formFor } from '../trial/form';
import { onDevice } from '../webgpu-ints';
import { EMBEDDING_GRADIENT } from './forms';
import { addSegments } from './segment-add-wgsl';

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
  const add = (table: Parameter, targets: Int32Array) => {
    const gradient = store.gradient(table);
    if (gradient === null) return;
    const shape = { tableRows: table.shape[0] as number, rows: targets.length, columns };
    const form = formFor(EMBEDDING_GRADIENT, shape, store.runner);
    addSegments(store.runner, { dy, targets, skipped: table.paddingRow, gradient }, form);
  };
  add(tables.word, ids.host);
  add(tables.position, positions);
  add(tables.tokenType, typeIds.host);
}
