import {
  bindingsWgsl,
  ENTRY_WGSL,
  type Operand,
  QUAD_WGSL,
  u32,
  type WebGpuRunner,
  wholeWorkgroups,
} from '../../runtime/webgpu-runner';
import type { Activation } from '../activation/activation';
import { activationWgsl } from '../activation/activation';
import type { Layout } from './layout';
import { QUAD_COLUMNS, QUAD_ROWS, quadBody } from './quad-wgsl';

/*
 * Matrix products. Each lane keeps a tile of the result in registers and reads its operands from memory in
 * vectors of four: no workgroup memory and no barriers, which software adapters pay for dearly.
 */

export interface MatMul {
  readonly layout: Layout;
  readonly a: Operand;
  readonly b: Operand;
  /** Result [rows, columns]; the sum runs over `depth`. */
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly out: Operand;
  /** Adds to what `out` holds. */
  readonly accumulate?: boolean;
  readonly bias?: Operand;
  /** Stores act(value) in `out` and the value itself in `z`. */
  readonly activation?: { readonly name: Activation; readonly z: Operand };
  /** Multiplies by act′(z), z [rows, columns]: the gradient goes on through the activation that made the rows. */
  readonly derivative?: { readonly name: Activation; readonly z: Operand };
  /** Layout tn only, [rows]: Σ over the depth of a is added to it, always in the same order (a bias gradient). */
  readonly columnSums?: Operand;
}

/** Rows and columns of the tile a lane computes. */
const TILE_ROWS = 4;
const TILE_COLUMNS = 8;

export function matMul(runner: WebGpuRunner, m: MatMul): void {
  const variant = variantOf(runner, m);
  const features = [
    m.layout,
    variant,
    m.accumulate ? 'accumulate' : '',
    m.bias === undefined ? '' : 'bias',
    m.activation?.name ?? '',
    m.derivative === undefined ? '' : `derivative-${m.derivative.name}`,
    m.columnSums === undefined ? '' : 'column-sums',
  ];
  const sumsFrom = wholeWorkgroups(lanes(m, variant));
  runner.run({
    key: `matmul/${features.join('/')}`,
    code: () => code(m, variant),
    reads: [m.a, m.b, m.bias, m.derivative?.z].filter((operand) => operand !== undefined),
    writes: [m.out, m.activation?.z, m.columnSums].filter((operand) => operand !== undefined),
    uniforms: u32(m.rows, m.columns, m.depth, sumsFrom),
    operations: 2 * m.rows * m.columns * m.depth,
    invocations: m.columnSums === undefined ? lanes(m, variant) : sumsFrom + sumLanes(m, variant),
  });
}

/** One result a lane; a tile a lane, read in vectors; a tile for four lanes. */
type Variant = 'scalar' | 'vector' | 'quad';

function variantOf(runner: WebGpuRunner, m: MatMul): Variant {
  if (!isVector(m)) return 'scalar';
  return runner.quads && m.depth % 4 === 0 ? 'quad' : 'vector';
}

function lanes({ rows, columns }: MatMul, variant: Variant): number {
  if (variant === 'scalar') return rows * columns;
  return variant === 'vector'
    ? Math.ceil(rows / TILE_ROWS) * Math.ceil(columns / TILE_COLUMNS)
    : Math.ceil(rows / QUAD_ROWS) * Math.ceil(columns / QUAD_COLUMNS) * 4;
}

/** Column sums are made behind the tiles, in workgroups of their own: a lane sums one column of a, or one vector of them. */
function sumLanes({ rows }: MatMul, variant: Variant): number {
  return variant === 'scalar' ? rows : rows / 4;
}

/** Whether all rows that are read four elements at a time have a length divisible by four. */
function isVector({ layout, rows, columns, depth }: MatMul): boolean {
  if (layout === 'nt') return depth % 4 === 0;
  if (layout === 'nn') return depth % 4 === 0 && columns % 4 === 0;
  return rows % 4 === 0 && columns % 4 === 0;
}

function code(m: MatMul, variant: Variant): string {
  const operand = variant === 'scalar' ? 'f32' : 'vec4<f32>';
  const reads: [string, string][] = [
    ['a', operand],
    ['b', operand],
  ];
  if (m.bias !== undefined) reads.push(['bias', 'f32']);
  if (m.derivative !== undefined) reads.push(['before', 'f32']);
  const writes: [string, string][] = [['out', 'f32']];
  if (m.activation !== undefined) writes.push(['z', 'f32']);
  if (m.columnSums !== undefined) writes.push(['sums', operand]);
  const activation = m.activation ?? m.derivative;
  return `${variant === 'quad' ? quadDirectives(m) : ''}${bindingsWgsl(reads, writes, [
    ['rows', 'u32'],
    ['columns', 'u32'],
    ['depth', 'u32'],
    ['sums_from', 'u32'],
  ])}
${activation === undefined ? '' : activationWgsl(activation.name)}
fn store(row: u32, column: u32, sum: f32) {
  if (row >= u.rows || column >= u.columns) { return; }
  let at = row * u.columns + column;
  let value = (sum${m.bias === undefined ? '' : ' + bias[column]'})${
    m.derivative === undefined ? '' : ' * activate_derivative(before[at])'
  };
  ${
    m.activation !== undefined
      ? 'z[at] = value; out[at] = activate(value);'
      : m.accumulate
        ? 'out[at] = out[at] + value;'
        : 'out[at] = value;'
  }
}
${ENTRY_WGSL}
${m.columnSums === undefined ? '' : columnSums(operand, variant === 'scalar' ? 1 : 4)}
${BODIES[variant](m.layout)}
}`;
}

/** Whole workgroups take the branch of the column sums, which the compiler cannot see. */
function quadDirectives({ columnSums: sums }: MatMul): string {
  return `${QUAD_WGSL}${sums === undefined ? '' : 'diagnostic(off, subgroup_uniformity);\n'}`;
}

function columnSums(element: string, width: 1 | 4): string {
  return `
  if (gid >= u.sums_from) {
    let at = gid - u.sums_from;
    let vectors = u.rows / ${width}u;
    if (at >= vectors) { return; }
    var sum = ${element}();
    for (var k = 0u; k < u.depth; k++) { sum += a[k * vectors + at]; }
    sums[at] = sums[at] + sum;
    return;
  }`;
}

/** One lane a result; any sizes. */
function scalarBody(layout: Layout): string {
  const a = layout === 'tn' ? 'a[k * u.rows + row]' : 'a[row * u.depth + k]';
  const b = layout === 'nt' ? 'b[column * u.depth + k]' : 'b[k * u.columns + column]';
  return `
  let row = gid / u.columns;
  let column = gid % u.columns;
  if (row >= u.rows) { return; }
  var sum = 0.0;
  for (var k = 0u; k < u.depth; k++) { sum += ${a} * ${b}; }
  store(row, column, sum);`;
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Tile of a lane: acc_i_j holds columns 4j…4j+3 of row i. Indices past the edge are clamped, their sums dropped. */
function vectorBody(layout: Layout): string {
  const rows = range(TILE_ROWS);
  const groups = range(TILE_COLUMNS / 4);
  const lines = [
    `let tiles = (u.columns + ${TILE_COLUMNS - 1}u) / ${TILE_COLUMNS}u;`,
    `let row = (gid / tiles) * ${TILE_ROWS}u;`,
    `let column = (gid % tiles) * ${TILE_COLUMNS}u;`,
    'if (row >= u.rows) { return; }',
    ...rows.flatMap((i) => groups.map((j) => `var acc_${i}_${j} = vec4<f32>();`)),
    ...LOOPS[layout],
    ...rows.flatMap((i) =>
      groups.flatMap((j) =>
        range(4).map((e) => `store(row + ${i}u, column + ${4 * j + e}u, acc_${i}_${j}[${e}]);`),
      ),
    ),
  ];
  return lines.map((line) => `  ${line}`).join('\n');
}

const BODIES: Readonly<Record<Variant, (layout: Layout) => string>> = {
  scalar: scalarBody,
  vector: vectorBody,
  quad: quadBody,
};

const LOOPS: Readonly<Record<Layout, readonly string[]>> = {
  // a [rows, depth], b [columns, depth], both in vectors along the depth.
  nt: [
    'let depth4 = u.depth / 4u;',
    ...range(TILE_ROWS).map((i) => `let ra${i} = min(row + ${i}u, u.rows - 1u) * depth4;`),
    ...range(TILE_COLUMNS).map((j) => `let rb${j} = min(column + ${j}u, u.columns - 1u) * depth4;`),
    'for (var k = 0u; k < depth4; k++) {',
    ...range(TILE_ROWS).map((i) => `  let a${i} = a[ra${i} + k];`),
    ...range(TILE_COLUMNS).map((j) => `  let b${j} = b[rb${j} + k];`),
    ...range(TILE_ROWS).flatMap((i) =>
      range(TILE_COLUMNS / 4).map(
        (j) =>
          `  acc_${i}_${j} += vec4<f32>(${range(4)
            .map((e) => `dot(a${i}, b${4 * j + e})`)
            .join(', ')});`,
      ),
    ),
    '}',
  ],
  // a [rows, depth] in vectors along the depth, b [depth, columns] in vectors along the columns.
  nn: [
    'let depth4 = u.depth / 4u;',
    'let columns4 = u.columns / 4u;',
    ...range(TILE_ROWS).map((i) => `let ra${i} = min(row + ${i}u, u.rows - 1u) * depth4;`),
    ...range(TILE_COLUMNS / 4).map((j) => `let cb${j} = min(column / 4u + ${j}u, columns4 - 1u);`),
    'for (var k = 0u; k < depth4; k++) {',
    ...range(TILE_ROWS).map((i) => `  let a${i} = a[ra${i} + k];`),
    ...range(4).flatMap((e) =>
      range(TILE_COLUMNS / 4).flatMap((j) => [
        `  let b${e}_${j} = b[(4u * k + ${e}u) * columns4 + cb${j}];`,
        ...range(TILE_ROWS).map((i) => `  acc_${i}_${j} += a${i}[${e}] * b${e}_${j};`),
      ]),
    ),
    '}',
  ],
  // a [depth, rows] and b [depth, columns], both in vectors along their rows.
  tn: [
    'let rows4 = u.rows / 4u;',
    'let columns4 = u.columns / 4u;',
    ...range(TILE_ROWS / 4).map((i) => `let ca${i} = min(row / 4u + ${i}u, rows4 - 1u);`),
    ...range(TILE_COLUMNS / 4).map((j) => `let cb${j} = min(column / 4u + ${j}u, columns4 - 1u);`),
    'for (var k = 0u; k < u.depth; k++) {',
    ...range(TILE_ROWS / 4).map((i) => `  let a${i} = a[k * rows4 + ca${i}];`),
    ...range(TILE_COLUMNS / 4).map((j) => `  let b${j} = b[k * columns4 + cb${j}];`),
    ...range(TILE_ROWS).flatMap((i) =>
      range(TILE_COLUMNS / 4).map((j) => `  acc_${i}_${j} += a${Math.floor(i / 4)}[${i % 4}] * b${j};`),
    ),
    '}',
  ],
};
