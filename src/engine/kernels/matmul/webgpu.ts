import {
  bindingsWgsl,
  ENTRY_WGSL,
  type Operand,
  QUAD_WGSL,
  u32,
  WORKGROUP_SIZE,
  type WebGpuRunner,
} from '../../runtime/webgpu-runner';
import { formFor } from '../trial/form';
import { type Span, spanWgsl } from './chunks-wgsl';
import { columnSumsWgsl } from './column-sums-wgsl';
import { type Epilogue, epilogueOf, partEpilogue } from './epilogue-wgsl';
import { PRODUCT, type ProductForm, tileCount } from './forms';
import { chunkCount } from './order';
import type { MatMul } from './product';

/** A matrix product with what follows it, in the form chosen for its shape or the default one. */
export function matMul(runner: WebGpuRunner, m: MatMul): void {
  multiply(runner, m, formFor(PRODUCT, m, runner));
}

/** The same in a given form, which must suit the shape. */
export function multiply(runner: WebGpuRunner, m: MatMul, form: ProductForm): void {
  const epilogue = epilogueOf(m);
  if (!form.isSplit) return product(runner, m, form, chunkCount(m.depth) > 1 ? 'all' : 'one', epilogue);
  const parts = runner.create([chunkCount(m.depth) * m.rows * m.columns]);
  product(runner, m, form, 'part', partEpilogue(parts));
  addParts(runner, m, parts, epilogue);
  parts.dispose();
}

const UNIFORMS = ['rows', 'columns', 'depth', 'tiles', 'units', 'sums_from'] as const;

function product(runner: WebGpuRunner, m: MatMul, form: ProductForm, span: Span, epilogue: Epilogue): void {
  const tiles = tileCount(form, m);
  const units = tiles * (span === 'part' ? chunkCount(m.depth) : 1);
  const inFours = form.readsInFours(m);
  const element = inFours ? 'vec4<f32>' : 'f32';
  // Column sums are made behind the tiles, in workgroups of their own.
  const sumsFrom = Math.ceil((units * form.unitLanes) / WORKGROUP_SIZE);
  const sumLanes = m.rows / (inFours ? 4 : 1);
  const writes = [
    ...epilogue.writes.map(([name, operand]) => [name, 'f32', operand] as const),
    ...(m.columnSums === undefined ? [] : [['sums', element, m.columnSums] as const]),
  ];
  const sums = m.columnSums === undefined ? '' : 'column-sums';
  runner.run({
    key: `matmul/${[m.layout, form.id, span, element, sums, epilogue.key].join('/')}`,
    code: () => `${form.unitLanes === 4 ? QUAD_WGSL : ''}${bindingsWgsl(
      [['a', element], ['b', element], ...epilogue.reads.map(([name]) => [name, 'f32'] as const)],
      writes.map(([name, type]) => [name, type]),
      UNIFORMS.map((name) => [name, 'u32']),
    )}
${epilogue.wgsl}
${form.declarations(m.layout, inFours)}
${ENTRY_WGSL}
${m.columnSums === undefined ? '' : columnSumsWgsl(element, inFours ? 4 : 1)}
${[...UNIT_WGSL[form.unitLanes], ...spanWgsl(span), ...form.body(m.layout, span)].map((line) => `  ${line}`).join('\n')}
}`,
    reads: [m.a, m.b, ...epilogue.reads.map(([, operand]) => operand)],
    writes: writes.map(([, , operand]) => operand),
    uniforms: u32(m.rows, m.columns, m.depth, tiles, units, sumsFrom),
    operations: 2 * m.rows * m.columns * m.depth,
    invocations: sumsFrom * WORKGROUP_SIZE + (m.columnSums === undefined ? 0 : sumLanes),
  });
}

/** Who computes a tile. Lanes that swap values with others stay to the end: what is past the edge stores nothing. */
const UNIT_WGSL: Readonly<Record<ProductForm['unitLanes'], readonly string[]>> = {
  1: ['let unit = gid;', 'if (unit >= u.units) { return; }'],
  4: ['let unit = gid / 4u;'],
  64: ['let unit = group;', 'if (unit >= u.units) { return; }'],
};

/** Adds up the chunks of a split sum, in order, one lane a result. */
function addParts(runner: WebGpuRunner, m: MatMul, parts: Operand, epilogue: Epilogue): void {
  const size = m.rows * m.columns;
  runner.run({
    key: `matmul/add-parts/${epilogue.key}`,
    code: () => `${bindingsWgsl(
      [['parts', 'f32'], ...epilogue.reads.map(([name]) => [name, 'f32'] as const)],
      epilogue.writes.map(([name]) => [name, 'f32']),
      [
        ['rows', 'u32'],
        ['columns', 'u32'],
        ['count', 'u32'],
      ],
    )}
${epilogue.wgsl}
${ENTRY_WGSL}
  let size = u.rows * u.columns;
  if (gid >= size) { return; }
  var sum = 0.0;
  for (var i = 0u; i < u.count; i++) { sum += parts[i * size + gid]; }
  store(gid / u.columns, gid % u.columns, sum);
}`,
    reads: [parts, ...epilogue.reads.map(([, operand]) => operand)],
    writes: epilogue.writes.map(([, operand]) => operand),
    uniforms: u32(m.rows, m.columns, chunkCount(m.depth)),
    invocations: size,
  });
}
