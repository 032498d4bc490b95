import { WORKGROUP_SIZE } from '../../runtime/webgpu-runner';
import type { Summing } from './forms';
import { ROW_PARTS } from './order';

/** How the terms of a row become one value, for each name. */
export interface Fold {
  readonly names: readonly string[];
  /** WGSL of the value of no terms, and of what two values make. */
  readonly none: string;
  readonly join: (a: string, b: string) => string;
}

export const sumsOf = (...names: readonly string[]): Fold => ({
  names,
  none: '0.0',
  join: (a, b) => `${a} + ${b}`,
});

export const greatestOf = (...names: readonly string[]): Fold => ({
  names,
  none: '-0x1.fffffep+127',
  join: (a, b) => `max(${a}, ${b})`,
});

/** WGSL of a kernel that works on rows: a lane a row, or a lane each part of one (`order.ts`). */
export interface RowWgsl {
  readonly lanesPerRow: number;
  /** Before `main`: room for the parts of these folds. */
  declarations(...folds: readonly Fold[]): string;
  /** Declares `row`, which may lie past the last one of `rows`, and `is_first`: true of one lane of each row there is. */
  head(rows: string): string;
  /** Runs `body` for each j < `count` that is the lane's own. */
  each(count: string, body: string): string;
  /** Declares the names as their values over all j < `count`; `body` joins what term j gives to them. */
  fold(fold: Fold, count: string, body: string): string;
}

/** Parts one after the other: they are added up in the order in which they are made. */
const REGISTERS: RowWgsl = {
  lanesPerRow: 1,
  declarations: () => '',
  head: (rows) => `
  let row = gid;
  let is_first = row < ${rows};`,
  each: (count, body) => `
  for (var j = 0u; j < ${count}; j++) {
    ${body}
  }`,
  fold: ({ names, none, join }, count, body) => `
  ${names.map((name) => `var all_${name} = ${none};`).join(' ')}
  for (var part = 0u; part < min(${count}, ${ROW_PARTS}u); part++) {
    ${names.map((name) => `var ${name} = ${none};`).join(' ')}
    for (var j = part; j < ${count}; j += ${ROW_PARTS}u) {
      ${body}
    }
    ${names.map((name) => `all_${name} = ${join(`all_${name}`, name)};`).join(' ')}
  }
  ${names.map((name) => `let ${name} = all_${name};`).join(' ')}`,
};

/** All parts at once; every lane of the row adds them up, so that each has the value behind one barrier. */
const WORKGROUP: RowWgsl = {
  lanesPerRow: ROW_PARTS,
  declarations: (...folds) =>
    folds
      .flatMap(({ names }) => names)
      .map((name) => `var<workgroup> parts_${name}: array<f32, ${WORKGROUP_SIZE}>;`)
      .join('\n'),
  head: (rows) => `
  let row = gid / ${ROW_PARTS}u;
  let part = local % ${ROW_PARTS}u;
  let is_first = part == 0u && row < ${rows};`,
  each: (count, body) => `
  for (var j = part; j < ${count}; j += ${ROW_PARTS}u) {
    ${body}
  }`,
  fold: ({ names, none, join }, count, body) => `
  {
    ${names.map((name) => `var ${name} = ${none};`).join(' ')}
    for (var j = part; j < ${count}; j += ${ROW_PARTS}u) {
      ${body}
    }
    ${names.map((name) => `parts_${name}[local] = ${name};`).join(' ')}
  }
  workgroupBarrier();
  ${names.map((name) => `var ${name} = ${none};`).join(' ')}
  for (var p = 0u; p < ${ROW_PARTS}u; p++) {
    ${names.map((name) => `${name} = ${join(name, `parts_${name}[local - part + p]`)};`).join(' ')}
  }`,
};

export function rowWgsl(summing: Summing): RowWgsl {
  return summing === 'workgroup' ? WORKGROUP : REGISTERS;
}
