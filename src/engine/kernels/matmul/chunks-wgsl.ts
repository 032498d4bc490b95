import { CHUNK } from './order';

/** What of the depth a body sums: one chunk at most, all chunks, or the one chunk that its part stands for (split sum). */
export type Span = 'one' | 'all' | 'part';

/** WGSL that declares `tile`, of the result, and the range [first, last) of the depth, from `unit`. */
export function spanWgsl(span: Span): string[] {
  if (span !== 'part') return ['let tile = unit;', 'let first = 0u;', 'let last = u.depth;'];
  return [
    'let tile = unit % u.tiles;',
    'let chunk = unit / u.tiles;',
    'part = chunk;',
    `let first = chunk * ${CHUNK}u;`,
    `let last = min(first + ${CHUNK}u, u.depth);`,
  ];
}

/** WGSL that sums `steps`, which add to `accumulators` over [begin, end), chunk by chunk; `totals` are the results. */
export function chunkedWgsl(
  span: Span,
  type: 'f32' | 'vec4<f32>',
  accumulators: readonly string[],
  steps: readonly string[],
): { readonly lines: string[]; readonly totals: readonly string[] } {
  const zero = (name: string) => `var ${name} = ${type}();`;
  if (span !== 'all') {
    const lines = ['let begin = first;', 'let end = last;', ...accumulators.map(zero), ...steps];
    return { lines, totals: accumulators };
  }
  const totals = accumulators.map((name) => `total_${name}`);
  const lines = [
    ...totals.map(zero),
    `for (var begin = first; begin < last; begin += ${CHUNK}u) {`,
    `let end = min(begin + ${CHUNK}u, last);`,
    ...accumulators.map(zero),
    ...steps,
    ...accumulators.map((name) => `total_${name} += ${name};`),
    '}',
  ];
  return { lines, totals };
}

/** WGSL of Σ factors·terms on top of `start`, as a chain in the order given; factors are scalars. */
export function chainWgsl(
  start: string,
  pairs: readonly (readonly [factor: string, term: string])[],
): string {
  return pairs.reduce((sum, [factor, term]) => `fma(vec4<f32>(${factor}), ${term}, ${sum})`, start);
}

export const range = (n: number) => Array.from({ length: n }, (_, i) => i);
