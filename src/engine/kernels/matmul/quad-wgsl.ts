import { chainWgsl, chunkedWgsl, range, type Span } from './chunks-wgsl';
import type { Layout } from './product';

/*
 * The product for adapters that run four lanes in SIMD on a CPU. There each number that a lane reads costs as much as
 * ten multiplications, so four neighbouring lanes own a tile of 16 × 16 together: a lane holds four of its columns,
 * reads a quarter of the left operand and gets the rest from the other lanes by swapping. After swap s a lane has what
 * lane^s read, so the rows that a lane's sums belong to are in an order of its own.
 */

/** Tile of four lanes, and the columns of it that one lane holds. */
export const QUAD_ROWS = 16;
export const QUAD_COLUMNS = 16;
const OWN_COLUMNS = QUAD_COLUMNS / 4;

const SWAPS = ['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'] as const;
const FOUR = range(4);
/** Groups of four rows. */
const GROUPS = range(QUAD_ROWS / 4);

/** Body of `main` after `unit`, the index of the four lanes; no lane may leave before the loop is over. */
export function quadBody(layout: Layout, span: Span): string[] {
  const accumulators = GROUPS.flatMap((q) => FOUR.map((i) => `acc_${q}_${i}`));
  const { before, loop, row } = LOOPS[layout];
  const { lines, totals } = chunkedWgsl(span, 'vec4<f32>', accumulators, loop);
  return [
    'let lane = gid & 3u;',
    `let tiles = (u.columns + ${QUAD_COLUMNS - 1}u) / ${QUAD_COLUMNS}u;`,
    `let row = (tile / tiles) * ${QUAD_ROWS}u;`,
    `let column = (tile % tiles) * ${QUAD_COLUMNS}u + lane * ${OWN_COLUMNS}u;`,
    ...before,
    ...lines,
    // A loop, so that what `store` does is compiled once.
    `var sums = array<vec4<f32>, ${QUAD_ROWS}>(${totals.join(', ')});`,
    `for (var i = 0u; i < ${QUAD_ROWS}u; i++) {`,
    '  let sum = sums[i];',
    `  for (var e = 0u; e < 4u; e++) { store(row + ${row}, column + e, sum[e]); }`,
    '}',
  ];
}

const swapped = (name: string, s: number) => (s === 0 ? name : `${SWAPS[s]}(${name})`);

/** Rows of a, one a lane: acc_q_s belongs to row 4q + lane^s. */
const A_ROWS = GROUPS.map((q) => `let ra${q} = min(row + ${4 * q}u + lane, u.rows - 1u) * depth4;`);
const A_LOADS = GROUPS.map((q) => `let mine${q} = a[ra${q} + k];`);
const B_COLUMN = ['let columns4 = u.columns / 4u;', 'let cb = min(column / 4u, columns4 - 1u);'];
const BY_FOURS = 'for (var k = begin / 4u; k < end / 4u; k++) {';
const ROW_BY_SWAP = '(i ^ lane)';
/** Four steps of the depth: b{e} is step e of the lane's columns. */
const FOUR_STEPS = GROUPS.flatMap((q) =>
  FOUR.flatMap((s) => [
    `let a${q}_${s} = ${swapped(`mine${q}`, s)};`,
    `acc_${q}_${s} = ${chainWgsl(
      `acc_${q}_${s}`,
      FOUR.map((e) => [`a${q}_${s}[${e}]`, `b${e}`]),
    )};`,
  ]),
);

/** Steps k … k+count−1 of tn: a lane reads four of the rows; acc_q_i belongs to row 4(q^lane) + i. */
function steps(count: number): string[] {
  const each = range(count);
  return [
    ...each.flatMap((e) => [
      `let mine${e} = a[(k + ${e}u) * rows4 + ca];`,
      `let b${e} = b[(k + ${e}u) * columns4 + cb];`,
    ]),
    ...GROUPS.flatMap((q) => [
      ...each.map((e) => `let a${q}_${e} = ${swapped(`mine${e}`, q)};`),
      ...FOUR.map(
        (i) =>
          `acc_${q}_${i} = ${chainWgsl(
            `acc_${q}_${i}`,
            each.map((e) => [`a${q}_${e}[${i}]`, `b${e}`]),
          )};`,
      ),
    ]),
  ];
}

interface Loop {
  readonly before: readonly string[];
  readonly loop: readonly string[];
  /** Row of the tile that sum `i` of a lane belongs to. */
  readonly row: string;
}

const LOOPS: Readonly<Record<Layout, Loop>> = {
  nt: {
    before: [
      'let depth4 = u.depth / 4u;',
      ...A_ROWS,
      ...FOUR.map((j) => `let rb${j} = min(column + ${j}u, u.columns - 1u) * depth4;`),
    ],
    loop: [
      BY_FOURS,
      ...A_LOADS,
      ...FOUR.map((j) => `let c${j} = b[rb${j} + k];`),
      ...FOUR.map((e) => `let b${e} = vec4<f32>(${FOUR.map((j) => `c${j}[${e}]`).join(', ')});`),
      ...FOUR_STEPS,
      '}',
    ],
    row: ROW_BY_SWAP,
  },
  nn: {
    before: ['let depth4 = u.depth / 4u;', ...A_ROWS, ...B_COLUMN],
    loop: [
      BY_FOURS,
      ...A_LOADS,
      ...FOUR.map((e) => `let b${e} = b[(4u * k + ${e}u) * columns4 + cb];`),
      ...FOUR_STEPS,
      '}',
    ],
    row: ROW_BY_SWAP,
  },
  tn: {
    before: ['let rows4 = u.rows / 4u;', 'let ca = min(row / 4u + lane, rows4 - 1u);', ...B_COLUMN],
    loop: [
      'var k = begin;',
      'for (; k + 1u < end; k += 2u) {',
      ...steps(2),
      '}',
      'for (; k < end; k++) {',
      ...steps(1),
      '}',
    ],
    row: '4u * ((i >> 2u) ^ lane) + (i & 3u)',
  },
};
