/*
 * The orders in which long sums are made, in every form of a kernel, so that all forms give the same bits.
 * Where a product is added to a sum, it is by a fused multiply-add that the kernel names: whether two operations are
 * fused is nothing that a compiler decides.
 */

/**
 * Along a row (its vectors or elements): part p is the chain from zero of the terms p, p + ROW_PARTS, p + 2·ROW_PARTS, …
 * in ascending order; the parts are added to the first in ascending order. A lane that has 16 neighbours reads what
 * lies beside what they read.
 */
export const ROW_PARTS = 16;

/**
 * Down the rows: they are cut into chunks of this length; within a chunk a chain from zero in ascending order; the sums
 * of the chunks are added to zero in ascending order. So a short sum is one chain.
 */
export const COLUMN_CHUNK = 16;
