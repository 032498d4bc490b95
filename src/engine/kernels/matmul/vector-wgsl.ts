import { chainWgsl, chunkedWgsl, range, type Span } from './chunks-wgsl';
import type { Layout } from './product';

/** Rows and columns of the tile that a lane of the register form computes. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;

const ROWS = range(TILE_ROWS);
const FOURS = range(TILE_COLUMNS / 4);
const LANES = range(4);

/**
 * Body of the form with a tile a lane, in registers, read in vectors of four: acc_i_j holds columns 4j…4j+3 of row i.
 * Indices past the edge are clamped, their sums dropped.
 */
export function vectorBody(layout: Layout, span: Span): string[] {
  const accumulators = ROWS.flatMap((i) => FOURS.map((j) => `acc_${i}_${j}`));
  const { before, loop } = LOOPS[layout];
  const { lines, totals } = chunkedWgsl(span, 'vec4<f32>', accumulators, loop);
  return [
    `let tiles = (u.columns + ${TILE_COLUMNS - 1}u) / ${TILE_COLUMNS}u;`,
    `let row = (tile / tiles) * ${TILE_ROWS}u;`,
    `let column = (tile % tiles) * ${TILE_COLUMNS}u;`,
    'if (row >= u.rows) { return; }',
    ...before,
    ...lines,
    // A loop, so that what `store` does is compiled once.
    `var sums = array<vec4<f32>, ${totals.length}>(${totals.join(', ')});`,
    `for (var i = 0u; i < ${totals.length}u; i++) {`,
    'let sum = sums[i];',
    `let at = column + 4u * (i % ${FOURS.length}u);`,
    `for (var e = 0u; e < 4u; e++) { store(row + i / ${FOURS.length}u, at + e, sum[e]); }`,
    '}',
  ];
}

const A_ROWS = ROWS.map((i) => `let ra${i} = min(row + ${i}u, u.rows - 1u) * depth4;`);
const B_COLUMNS = [
  'let columns4 = u.columns / 4u;',
  ...FOURS.map((j) => `let cb${j} = min(column / 4u + ${j}u, columns4 - 1u);`),
];
/** Four steps of the depth: a by rows, in vectors along it; b{e}_{j} is step e of columns 4j…4j+3. */
const FOUR_STEPS = ROWS.flatMap((i) =>
  FOURS.map((j) => {
    const acc = `acc_${i}_${j}`;
    return `${acc} = ${chainWgsl(
      acc,
      LANES.map((e) => [`a${i}[${e}]`, `b${e}_${j}`]),
    )};`;
  }),
);
const A_LOADS = ROWS.map((i) => `let a${i} = a[ra${i} + k];`);
const BY_FOURS = 'for (var k = begin / 4u; k < end / 4u; k++) {';

const LOOPS: Readonly<Record<Layout, { before: readonly string[]; loop: readonly string[] }>> = {
  // a [rows, depth], b [columns, depth], both in vectors along the depth.
  nt: {
    before: [
      'let depth4 = u.depth / 4u;',
      ...A_ROWS,
      ...range(TILE_COLUMNS).map((j) => `let rb${j} = min(column + ${j}u, u.columns - 1u) * depth4;`),
    ],
    loop: [
      BY_FOURS,
      ...A_LOADS,
      ...range(TILE_COLUMNS).map((j) => `let c${j} = b[rb${j} + k];`),
      ...LANES.flatMap((e) =>
        FOURS.map(
          (j) => `let b${e}_${j} = vec4<f32>(${LANES.map((l) => `c${4 * j + l}[${e}]`).join(', ')});`,
        ),
      ),
      ...FOUR_STEPS,
      '}',
    ],
  },
  // a [rows, depth] in vectors along the depth, b [depth, columns] in vectors along the columns.
  nn: {
    before: ['let depth4 = u.depth / 4u;', ...A_ROWS, ...B_COLUMNS],
    loop: [
      BY_FOURS,
      ...A_LOADS,
      ...LANES.flatMap((e) => FOURS.map((j) => `let b${e}_${j} = b[(4u * k + ${e}u) * columns4 + cb${j}];`)),
      ...FOUR_STEPS,
      '}',
    ],
  },
  // a [depth, rows] and b [depth, columns], both in vectors along their rows.
  tn: {
    before: [
      'let rows4 = u.rows / 4u;',
      ...range(TILE_ROWS / 4).map((i) => `let ca${i} = min(row / 4u + ${i}u, rows4 - 1u);`),
      ...B_COLUMNS,
    ],
    loop: [
      'for (var k = begin; k < end; k++) {',
      ...range(TILE_ROWS / 4).map((i) => `let a${i} = a[k * rows4 + ca${i}];`),
      ...FOURS.map((j) => `let b${j} = b[k * columns4 + cb${j}];`),
      ...ROWS.flatMap((i) =>
        FOURS.map((j) => {
          const acc = `acc_${i}_${j}`;
          return `${acc} = ${chainWgsl(acc, [[`a${Math.floor(i / 4)}[${i % 4}]`, `b${j}`]])};`;
        }),
      ),
      '}',
    ],
  },
};
