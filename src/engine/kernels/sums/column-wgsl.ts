import { WORKGROUP_SIZE } from '../../runtime/webgpu-runner';
import { aheadWgsl } from '../ahead-wgsl';
import type { Summing } from './forms';
import { COLUMN_CHUNK } from './order';

/** Sums of vectors `V` over rows `begin` to `end` (u32), one each name. */
export interface ColumnSums {
  readonly names: readonly string[];
  readonly begin: string;
  readonly end: string;
  /** WGSL that declares what row i gives, with `name` to tell rows apart, and that adds it to the names. */
  readonly load: (i: string, name: string) => string;
  readonly use: (name: string) => string;
}

/** WGSL of a kernel that sums down the rows: a lane a column (a vector of them), or several (`order.ts`). */
export interface ColumnWgsl {
  /** Workgroups for so many sums of so many columns each. */
  groups(sums: number, columns: number): number;
  /** Before `main`: room for the chunks of these names. */
  declarations(...names: readonly string[]): string;
  /**
   * For the workgroups from number `first` on: declares `which` sum, the same for a whole workgroup where it waits,
   * and column `at`; ends the lanes behind the last sum.
   */
  head(first: string, sums: string, columns: string): string;
  /** Declares the names as their sums, which hold where `is_first`, a name declared as well, is true. */
  sum(sums: ColumnSums): string;
}

const REGISTERS: ColumnWgsl = {
  groups: (sums, columns) => Math.ceil((sums * columns) / WORKGROUP_SIZE),
  declarations: () => '',
  head: (first, sums, columns) => `
  let lane = gid - ${first} * ${WORKGROUP_SIZE}u;
  let which = lane / ${columns};
  let at = lane % ${columns};
  let is_first = true;
  if (which >= ${sums}) { return; }`,
  sum: ({ names, begin, end, load, use }) => `
  ${names.map((name) => `var all_${name} = V();`).join(' ')}
  for (var chunk = ${begin}; chunk < ${end}; chunk += ${COLUMN_CHUNK}u) {
    let chunk_end = min(chunk + ${COLUMN_CHUNK}u, ${end});
    ${names.map((name) => `var ${name} = V();`).join(' ')}
    ${aheadWgsl('chunk', 'chunk_end', load, use)}
    ${names.map((name) => `all_${name} += ${name};`).join(' ')}
  }
  ${names.map((name) => `let ${name} = all_${name};`).join(' ')}`,
};

/**
 * `lanes` of each column take a chunk each, and one of them adds the chunks up; then come the next ones. Two halves of
 * the memory take turns, so that one barrier a round is enough.
 */
const workgroup = (lanes: number): ColumnWgsl => {
  const width = WORKGROUP_SIZE / lanes;
  return {
    groups: (sums, columns) => sums * Math.ceil(columns / width),
    declarations: (...names) =>
      names.map((name) => `var<workgroup> chunks_${name}: array<V, ${2 * WORKGROUP_SIZE}>;`).join('\n'),
    head: (first, sums, columns) => `
  let across = (${columns} + ${width - 1}u) / ${width}u;
  let which = (group - ${first}) / across;
  let at = ((group - ${first}) % across) * ${width}u + local % ${width}u;
  let is_column = at < ${columns};
  let is_first = is_column && local < ${width}u;
  if (which >= ${sums}) { return; }`,
    sum: ({ names, begin, end, load, use }) => `
  ${names.map((name) => `var all_${name} = V();`).join(' ')}
  var half = 0u;
  for (var chunks = ${begin}; chunks < ${end}; chunks += ${lanes * COLUMN_CHUNK}u) {
    let chunk = chunks + (local / ${width}u) * ${COLUMN_CHUNK}u;
    let chunk_end = select(0u, min(chunk + ${COLUMN_CHUNK}u, ${end}), is_column);
    ${names.map((name) => `var ${name} = V();`).join(' ')}
    ${aheadWgsl('chunk', 'chunk_end', load, use)}
    ${names.map((name) => `chunks_${name}[half + local] = ${name};`).join(' ')}
    workgroupBarrier();
    if (is_first) {
      let count = min((${end} - chunks + ${COLUMN_CHUNK - 1}u) / ${COLUMN_CHUNK}u, ${lanes}u);
      for (var c = 0u; c < count; c++) {
        ${names.map((name) => `all_${name} += chunks_${name}[half + c * ${width}u + local];`).join(' ')}
      }
    }
    half = ${WORKGROUP_SIZE}u - half;
  }
  ${names.map((name) => `let ${name} = all_${name};`).join(' ')}`,
  };
};

/** Lanes of a column where a workgroup takes several columns: neighbours read what lies side by side. */
const MATRIX_LANES = 16;
const MATRIX_COLUMNS = workgroup(MATRIX_LANES);
const ONE_COLUMN = workgroup(WORKGROUP_SIZE);

/** @param columns whether sums are of many columns, or of a single one: a list of numbers */
export function columnWgsl(summing: Summing, columns: 'many' | 'one' = 'many'): ColumnWgsl {
  if (summing === 'registers') return REGISTERS;
  return columns === 'one' ? ONE_COLUMN : MATRIX_COLUMNS;
}
