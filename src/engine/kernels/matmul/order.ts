/**
 * The one order in which every form of the product sums, so that all of them give the same bits: the depth is cut into
 * chunks of this length; within a chunk a chain of fused multiply-adds from zero, in ascending order; the sums of the
 * chunks are added to zero in ascending order. A single chunk is its own sum. Divisible by the slabs of all forms.
 */
export const CHUNK = 384;

export function chunkCount(depth: number): number {
  return Math.ceil(depth / CHUNK);
}
