import { WORKGROUP_SIZE } from '../../runtime/webgpu-runner';

/** Rows on their way at a time; the order of the sum is that of the rows all the same. */
const AHEAD = 8;

/**
 * WGSL at the head of `main` for the workgroups behind the tiles: a lane sums one column of a [depth, rows], or one
 * vector of columns, and adds it to `sums`. Only whole workgroups leave, so that the others may swap and wait.
 */
export function columnSumsWgsl(element: string, width: 1 | 4): string {
  const ahead = Array.from({ length: AHEAD }, (_, i) => i);
  return `
  if (group >= u.sums_from) {
    let at = gid - u.sums_from * ${WORKGROUP_SIZE}u;
    let vectors = u.rows / ${width}u;
    if (at < vectors) {
      var sum = ${element}();
      var k = 0u;
      for (; k + ${AHEAD - 1}u < u.depth; k += ${AHEAD}u) {
        ${ahead.map((i) => `let a${i} = a[(k + ${i}u) * vectors + at];`).join(' ')}
        sum = ${ahead.reduce((sum, i) => `(${sum} + a${i})`, 'sum')};
      }
      for (; k < u.depth; k++) { sum += a[k * vectors + at]; }
      sums[at] = sums[at] + sum;
    }
    return;
  }`;
}
