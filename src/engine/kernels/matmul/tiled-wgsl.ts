import { chainWgsl, chunkedWgsl, range, type Span } from './chunks-wgsl';
import type { Layout } from './product';

/*
 * The product for GPUs: the 64 lanes of a workgroup compute a square tile of the result, 8 × 8 lanes with a square
 * of it each. Slabs of both operands lie in workgroup memory, one step of the depth a row; while a slab is multiplied
 * the next one is on its way into registers. What lies past an edge is read as zero, which changes no sum.
 */

export type TileSize = 32 | 64;

const LANES = 64;
const SIDE = 8;
const FOUR = range(4);

/** Steps of the depth in a slab: each lane loads four vectors of either operand. */
const slabOf = (size: TileSize) => 1024 / size;
/** Distance of two steps in workgroup memory, in vectors; one more than needed, so that columns fall into many banks. */
const pitchOf = (size: TileSize) => size / 4 + 1;

/** Declarations before `main`. `inFours`: rows of both operands are read in vectors, else element by element. */
export function tiledDeclarations(layout: Layout, size: TileSize, inFours: boolean): string {
  const vectors = slabOf(size) * pitchOf(size);
  return `
var<workgroup> slab_a: array<vec4<f32>, ${vectors}>;
var<workgroup> slab_b: array<vec4<f32>, ${vectors}>;
${readWgsl('a', layout === 'tn' ? ['depth', 'rows'] : ['rows', 'depth'], inFours)}
${readWgsl('b', layout === 'nt' ? ['columns', 'depth'] : ['depth', 'columns'], inFours)}`;
}

/** A function that reads elements [major, minor … minor+3] of a row-major operand; zeros outside. */
function readWgsl(name: 'a' | 'b', [majors, minors]: readonly [string, string], inFours: boolean): string {
  const elements = FOUR.map(
    (e) => `if (minor + ${e}u < u.${minors}) { value[${e}] = ${name}[major * u.${minors} + minor + ${e}u]; }`,
  );
  return `fn read_${name}(major: u32, minor: u32) -> vec4<f32> {
  if (major >= u.${majors} || minor >= u.${minors}) { return vec4<f32>(); }
  ${
    inFours
      ? `return ${name}[(major * u.${minors} + minor) / 4u];`
      : `var value = vec4<f32>(); ${elements.join(' ')} return value;`
  }
}`;
}

/** How a lane brings its share of a slab from `begin_of_slab` on into registers, and from there into workgroup memory. */
interface Share {
  readonly load: readonly string[];
  readonly place: readonly string[];
}

/** An operand stored along the depth: a lane takes a block of 4 × 4 and turns it. */
function turned(name: 'a' | 'b', origin: string, size: TileSize): Share {
  const across = slabOf(size) / 4;
  return {
    load: FOUR.map(
      (i) =>
        `next_${name}${i} = read_${name}(${origin} + 4u * (local / ${across}u) + ${i}u, slab + 4u * (local % ${across}u));`,
    ),
    place: FOUR.map(
      (e) =>
        `slab_${name}[(4u * (local % ${across}u) + ${e}u) * ${pitchOf(size)}u + local / ${across}u] = vec4<f32>(${FOUR.map((i) => `next_${name}${i}[${e}]`).join(', ')});`,
    ),
  };
}

/** An operand stored across the depth is copied as it lies. */
function straight(name: 'a' | 'b', origin: string, size: TileSize): Share {
  const width = size / 4;
  const step = (i: number) => `((local + ${LANES * i}u) / ${width}u)`;
  return {
    load: FOUR.map(
      (i) => `next_${name}${i} = read_${name}(slab + ${step(i)}, ${origin} + 4u * (local % ${width}u));`,
    ),
    place: FOUR.map(
      (i) => `slab_${name}[${step(i)} * ${pitchOf(size)}u + local % ${width}u] = next_${name}${i};`,
    ),
  };
}

/** Body of `main` after `unit`, the index of the workgroup; `tile` and the range of the depth are the same for all lanes. */
export function tiledBody(layout: Layout, span: Span, size: TileSize): string[] {
  const own = size / SIDE;
  const vectors = own / 4;
  const slab = slabOf(size);
  const pitch = pitchOf(size);
  const a = (layout === 'tn' ? straight : turned)('a', 'row', size);
  const b = (layout === 'nt' ? turned : straight)('b', 'column', size);
  const accumulators = range(own).flatMap((i) => range(vectors).map((j) => `acc_${i}_${j}`));
  const load = (at: string) => [`slab = ${at};`, ...a.load, ...b.load];
  const { lines, totals } = chunkedWgsl(span, 'vec4<f32>', accumulators, [
    ...load('begin'),
    `for (var k = begin; k < end; k += ${slab}u) {`,
    'workgroupBarrier();',
    ...a.place,
    ...b.place,
    'workgroupBarrier();',
    `if (k + ${slab}u < end) {`,
    ...load(`k + ${slab}u`),
    '}',
    `for (var s = 0u; s < ${slab}u; s++) {`,
    ...range(vectors).flatMap((j) => [
      `let a${j} = slab_a[s * ${pitch}u + lane_row * ${vectors}u + ${j}u];`,
      `let b${j} = slab_b[s * ${pitch}u + lane_column + ${SIDE * j}u];`,
    ]),
    ...range(own).flatMap((i) =>
      range(vectors).map((j) => {
        const acc = `acc_${i}_${j}`;
        return `${acc} = ${chainWgsl(acc, [[`a${Math.floor(i / 4)}[${i % 4}]`, `b${j}`]])};`;
      }),
    ),
    '}',
    '}',
  ]);
  return [
    `let tiles = (u.columns + ${size - 1}u) / ${size}u;`,
    `let row = (tile / tiles) * ${size}u;`,
    `let column = (tile % tiles) * ${size}u;`,
    `let lane_row = local / ${SIDE}u;`,
    `let lane_column = local % ${SIDE}u;`,
    'var slab = 0u;',
    ...FOUR.flatMap((i) => [`var next_a${i} = vec4<f32>();`, `var next_b${i} = vec4<f32>();`]),
    ...lines,
    // A loop, so that what `store` does is compiled once.
    `var sums = array<vec4<f32>, ${totals.length}>(${totals.join(', ')});`,
    `for (var i = 0u; i < ${totals.length}u; i++) {`,
    `let at_row = row + lane_row * ${own}u + i / ${vectors}u;`,
    `let at_column = column + lane_column * 4u + ${4 * SIDE}u * (i % ${vectors}u);`,
    'let sum = sums[i];',
    'for (var e = 0u; e < 4u; e++) { store(at_row, at_column + e, sum[e]); }',
    '}',
  ];
}
