import { chunkedWgsl, type Span } from './chunks-wgsl';
import type { Layout } from './product';

/** Body of the form with one lane a result, for any sizes. */
export function scalarBody(layout: Layout, span: Span): string[] {
  const a = layout === 'tn' ? 'a[k * u.rows + row]' : 'a[row * u.depth + k]';
  const b = layout === 'nt' ? 'b[column * u.depth + k]' : 'b[k * u.columns + column]';
  const { lines, totals } = chunkedWgsl(
    span,
    'f32',
    ['acc'],
    [`for (var k = begin; k < end; k++) { acc = fma(${a}, ${b}, acc); }`],
  );
  return [
    'let row = tile / u.columns;',
    'let column = tile % u.columns;',
    'if (row >= u.rows) { return; }',
    ...lines,
    `store(row, column, ${totals[0]});`,
  ];
}
