/** Whole numbers with one scale for each row (or column): value ≈ scale·q. */
export interface Quantized {
  readonly values: Int8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
}

/**
 * Symmetric 8-bit quantization along rows of [rows, columns]: scale = max|w| / limit.
 *
 * `limit` is 127 where numbers are only looked up, and 63 where they are multiplied: processors without VNNI add two
 * products of an unsigned and a signed byte in 16 bits, which 127 would saturate (ONNX Runtime's `reduce_range`).
 */
export function quantizeRows(weights: Float32Array, rows: number, columns: number, limit: number): Quantized {
  const values = new Int8Array(rows * columns);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const begin = row * columns;
    let largest = 0;
    for (let i = begin; i < begin + columns; i++) largest = Math.max(largest, Math.abs(weights[i] as number));
    const scale = Math.fround(largest / limit);
    scales[row] = scale;
    if (scale === 0) continue;
    for (let i = begin; i < begin + columns; i++) {
      values[i] = Math.max(-limit, Math.min(limit, Math.round((weights[i] as number) / scale)));
    }
  }
  return { values, scales };
}

/** [rows, columns] → [columns, rows]. */
export function transpose<T extends Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer>>(
  source: T,
  rows: number,
  columns: number,
  target: T,
): T {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      target[column * rows + row] = source[row * columns + column] as number;
    }
  }
  return target;
}
