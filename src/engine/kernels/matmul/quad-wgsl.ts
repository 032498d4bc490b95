import type { Layout } from './layout';

/*
 * The product for adapters that run four lanes in SIMD on a CPU. There each number that a lane reads costs as much as
 * ten multiplications, so four neighbouring lanes own a tile of 16 × 16 together: a lane holds four of its columns,
 * reads a quarter of the left operand and gets the rest from the other lanes by swapping. After swap s a lane has what
 * lane^s read; which row (or, for tn, which step of the depth) that is differs from lane to lane.
 */

/** Tile of four lanes, and the columns of it that one lane holds. */
export const QUAD_ROWS = 16;
export const QUAD_COLUMNS = 16;
const OWN_COLUMNS = QUAD_COLUMNS / 4;

const SWAPS = ['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'] as const;
const FOUR = [0, 1, 2, 3] as const;
/** Groups of four rows. */
const GROUPS = Array.from({ length: QUAD_ROWS / 4 }, (_, i) => i);

/** Body of `main`; no lane may leave before the loop is over. */
export function quadBody(layout: Layout): string {
  const lines = [
    'let lane = gid & 3u;',
    `let tiles = (u.columns + ${QUAD_COLUMNS - 1}u) / ${QUAD_COLUMNS}u;`,
    `let row = ((gid >> 2u) / tiles) * ${QUAD_ROWS}u;`,
    `let column = ((gid >> 2u) % tiles) * ${QUAD_COLUMNS}u + lane * ${OWN_COLUMNS}u;`,
    'let depth4 = u.depth / 4u;',
    ...GROUPS.flatMap((q) => FOUR.map((i) => `var acc_${q}_${i} = vec4<f32>();`)),
    ...LOOPS[layout],
    // A loop, so that what `store` does is compiled once.
    `var sums = array<vec4<f32>, ${QUAD_ROWS}>(${GROUPS.flatMap((q) => FOUR.map((i) => `acc_${q}_${i}`)).join(', ')});`,
    `for (var i = 0u; i < ${QUAD_ROWS}u; i++) {`,
    `  let sum = sums[i];`,
    `  for (var e = 0u; e < 4u; e++) { store(row + ${layout === 'tn' ? 'i' : '(i ^ lane)'}, column + e, sum[e]); }`,
    '}',
  ];
  return lines.map((line) => `  ${line}`).join('\n');
}

const swapped = (q: number, s: number) => (s === 0 ? `mine${q}` : `${SWAPS[s]}(mine${q})`);

/** Rows of a, one a lane: acc_q_s belongs to row 4q + lane^s. */
const A_ROWS = GROUPS.map((q) => `let ra${q} = min(row + ${4 * q}u + lane, u.rows - 1u) * depth4;`);
const A_LOADS = GROUPS.map((q) => `  let mine${q} = a[ra${q} + k];`);

const LOOPS: Readonly<Record<Layout, readonly string[]>> = {
  nt: [
    ...A_ROWS,
    ...FOUR.map((j) => `let rb${j} = min(column + ${j}u, u.columns - 1u) * depth4;`),
    'for (var k = 0u; k < depth4; k++) {',
    ...A_LOADS,
    ...FOUR.map((j) => `  let b${j} = b[rb${j} + k];`),
    ...GROUPS.flatMap((q) =>
      FOUR.flatMap((s) => [
        `  let a${q}_${s} = ${swapped(q, s)};`,
        `  acc_${q}_${s} += vec4<f32>(${FOUR.map((j) => `dot(a${q}_${s}, b${j})`).join(', ')});`,
      ]),
    ),
    '}',
  ],
  nn: [
    ...A_ROWS,
    'let columns4 = u.columns / 4u;',
    'let cb = min(column / 4u, columns4 - 1u);',
    'for (var k = 0u; k < depth4; k++) {',
    ...A_LOADS,
    ...FOUR.map((e) => `  let b${e} = b[(4u * k + ${e}u) * columns4 + cb];`),
    ...GROUPS.flatMap((q) =>
      FOUR.flatMap((s) => [
        `  let a${q}_${s} = ${swapped(q, s)};`,
        `  acc_${q}_${s} += ${FOUR.map((e) => `a${q}_${s}[${e}] * b${e}`).join(' + ')};`,
      ]),
    ),
    '}',
  ],
  // A lane reads one of four steps of the depth; acc_q_i belongs to row 4q + i.
  tn: [
    'let rows4 = u.rows / 4u;',
    'let columns4 = u.columns / 4u;',
    ...GROUPS.map((q) => `let ca${q} = min(row / 4u + ${q}u, rows4 - 1u);`),
    'let cb = min(column / 4u, columns4 - 1u);',
    'for (var k = 0u; k < depth4; k++) {',
    ...GROUPS.map((q) => `  let mine${q} = a[(4u * k + lane) * rows4 + ca${q}];`),
    ...FOUR.map((s) => `  let b${s} = b[(4u * k + (lane ^ ${s}u)) * columns4 + cb];`),
    ...GROUPS.flatMap((q) => [
      ...FOUR.map((s) => `  let a${q}_${s} = ${swapped(q, s)};`),
      ...FOUR.map((i) => `  acc_${q}_${i} += ${FOUR.map((s) => `a${q}_${s}[${i}] * b${s}`).join(' + ')};`),
    ]),
    '}',
  ],
};
