import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostParameters } from '../../runtime/host-parameters';
import type { EmbeddingTables, Ints } from '../kernels';

export function embed(
  store: HostParameters,
  tables: EmbeddingTables,
  ids: Ints,
  typeIds: Ints,
  sequenceLength: number,
): Tensor {
  const columns = tables.word.shape[1] as number;
  const y = store.memory.create([ids.host.length, columns]);
  const out = store.memory.view(y);
  const word = store.value(tables.word);
  const position = store.value(tables.position);
  const tokenType = store.value(tables.tokenType);
  for (let row = 0; row < ids.host.length; row++) {
    const w = (ids.host[row] as number) * columns;
    const p = (row % sequenceLength) * columns;
    const t = (typeIds.host[row] as number) * columns;
    const o = row * columns;
    for (let c = 0; c < columns; c++) {
      out[o + c] = (word[w + c] as number) + (position[p + c] as number) + (tokenType[t + c] as number);
    }
  }
  return y;
}

export function embedBackward(
  store: HostParameters,
  tables: EmbeddingTables,
  dy: Tensor,
  ids: Ints,
  typeIds: Ints,
  sequenceLength: number,
): void {
  const columns = tables.word.shape[1] as number;
  const g = store.memory.view(dy);
  const add = (target: Float32Array | null, targetRow: number, row: number) => {
    if (target === null) return;
    for (let c = 0; c < columns; c++) {
      const i = targetRow * columns + c;
      target[i] = (target[i] as number) + (g[row * columns + c] as number);
    }
  };
  const word = store.gradient(tables.word);
  const position = store.gradient(tables.position);
  const tokenType = store.gradient(tables.tokenType);
  for (let row = 0; row < ids.host.length; row++) {
    const id = ids.host[row] as number;
    if (id !== tables.word.paddingRow) add(word, id, row);
    add(position, row % sequenceLength, row);
    add(tokenType, typeIds.host[row] as number, row);
  }
}
