/** Numbers in [−1, 1] of no pattern that a wrong index could share. */
export function numbers(count: number, salt: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.fround(Math.sin(12.9898 * (i + 1) + salt)));
}

export function at(values: ArrayLike<number>, i: number): number {
  return values[i] ?? Number.NaN;
}
