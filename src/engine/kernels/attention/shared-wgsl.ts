import { WORKGROUP_SIZE } from '../../runtime/webgpu-runner';
import { FOUR, four, keepWgsl, type Part, type Pass, PLACES, rowOf, type RowSource } from './rows-wgsl';

/*
 * For GPUs: the lanes of a workgroup are 64 tokens of one head. Tiles of the rows that they all go through are brought
 * into workgroup memory together. Those that the text has no token for take part in that, and store nothing.
 */

/** Elements of a tile: two of them take half of the 16 KiB that every adapter has, so that two workgroups fit. */
const TILE_ELEMENTS = 1024;
const LONGEST_TILE = 32;

/** Rows of a tile, a multiple of four; 0 where not even four of them fit. */
export function tileLength(headSize: number): number {
  return Math.min(LONGEST_TILE, 4 * Math.floor(TILE_ELEMENTS / headSize / 4));
}

/** Workgroups of a text and head. */
export function sharedGroups(sequenceLength: number): number {
  return Math.ceil(sequenceLength / WORKGROUP_SIZE);
}

/** Draws of a query for the keys of the workgroup, which come in fours. */
const DRAWS = WORKGROUP_SIZE / 4;

const bring = ({ others }: Pass, part: Part) =>
  `tile_${part}[(i / DV) * PITCH + i % DV] = ${PLACES[others][part].array}[${PLACES[others][part].start('other')} + i % DV];`;

/** What of the rows is brought along, one lane a row. */
const BRING_SIDE: Readonly<Record<Pass['others'], string>> = {
  keys: 'tile_real[local] = select(0, mask[batch * u.sequence + other], is_there);',
  queries: 'tile_statistics[local] = statistics[own - token + other];',
};

export const SHARED_ROWS: RowSource = {
  enable: '',
  keepsOwn: true,
  mayBranch: true,
  declarations({ others, headSize, dropout }) {
    const length = tileLength(headSize);
    return `
// Rows of one vector more than they have: four of them lie in banks of their own.
const PITCH = DV + 1u;
var<workgroup> tile_a: array<V, ${length}u * PITCH>;
var<workgroup> tile_b: array<V, ${length}u * PITCH>;
${
  others === 'keys'
    ? `var<workgroup> tile_real: array<i32, ${length}>;`
    : `var<workgroup> tile_statistics: array<vec2<f32>, ${length}>;`
}
${others === 'queries' && dropout ? keptWgsl(length) : ''}`;
  },
  place: `
  let parts = (u.sequence + ${WORKGROUP_SIZE - 1}u) / ${WORKGROUP_SIZE}u;
  let begin = (group % parts) * ${WORKGROUP_SIZE}u;
  let head = (group / parts) % u.heads;
  let batch = group / (parts * u.heads);
  if (batch * u.heads * u.sequence >= u.count) { return; }
  let is_own = begin + local < u.sequence;
  let token = min(begin + local, u.sequence - 1u);
  let own = (batch * u.heads + head) * u.sequence + token;`,
  loop(pass, body) {
    const length = tileLength(pass.headSize);
    const drawn = pass.others === 'queries' && pass.dropout;
    return `
  for (var tile = 0u; tile < u.sequence; tile += ${length}u) {
    workgroupBarrier();
    for (var i = local; i < ${length}u * DV; i += ${WORKGROUP_SIZE}u) {
      let other = min(tile + i / DV, u.sequence - 1u);
      ${bring(pass, 'a')}
      ${bring(pass, 'b')}
    }
    if (local < ${length}u) {
      let is_there = tile + local < u.sequence;
      let other = min(tile + local, u.sequence - 1u);
      ${BRING_SIDE[pass.others]}
    }
    ${drawn ? drawWgsl(length) : ''}
    workgroupBarrier();
    for (var inside = 0u; inside < min(${length}u, u.sequence - tile); inside += 4u) {
      let block = tile + inside;${body}
    }
  }`;
  },
  block(pass) {
    if (pass.others === 'keys') {
      return `
    let real = vec4<i32>(${four((i) => `tile_real[inside + ${rowOf(i)}]`)}) != vec4<i32>();`;
    }
    return `
    let real = vec4<bool>(${four((i) => `block + ${rowOf(i)} < u.sequence`)});
    ${FOUR.map((i) => `let theirs${i} = tile_statistics[inside + ${rowOf(i)}];`).join('\n    ')}
    let log_sums = vec4<f32>(${four((i) => `theirs${i}.x`)});
    let deltas = vec4<f32>(${four((i) => `theirs${i}.y`)});
    ${keepWgsl(pass, (i) => `kept(inside + ${rowOf(i)}, local)`)}`;
  },
  vectors: (_, part) =>
    FOUR.map((i) => `let ${part}${i} = tile_${part}[(inside + ${rowOf(i)}) * PITCH + d];`).join(' '),
};

/** Four keys share a draw: the workgroup makes each one once, and keeps a bit a key. */
const keptWgsl = (length: number) => `
var<workgroup> tile_kept: array<u32, ${length * DRAWS}>;
fn kept(row: u32, key: u32) -> f32 {
  return select(0.0, u.keep_scale, ((tile_kept[row * ${DRAWS}u + key / 4u] >> (key % 4u)) & 1u) != 0u);
}`;
const drawWgsl = (length: number) => `
    for (var i = local; i < ${length * DRAWS}u; i += ${WORKGROUP_SIZE}u) {
      let draw = drop4(own - token + tile + i / ${DRAWS}u, begin / 4u + i % ${DRAWS}u);
      tile_kept[i] = dot(select(vec4<u32>(), vec4<u32>(1u, 2u, 4u, 8u), draw != vec4<f32>()), vec4<u32>(1u));
    }`;
