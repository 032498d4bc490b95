/** Index of the largest of `count` values from `begin` on; the lowest on ties. */
export function argmax(values: ArrayLike<number>, begin: number, count: number): number {
  let best = 0;
  for (let c = 1; c < count; c++) {
    if ((values[begin + c] as number) > (values[begin + best] as number)) best = c;
  }
  return best;
}
