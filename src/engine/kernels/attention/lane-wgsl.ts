import { FOUR, four, keepWgsl, type Part, type Pass, PLACES, rowOf, type RowSource } from './rows-wgsl';

const index = (i: number) => `block + ${rowOf(i)}`;
const token = (i: number) => `min(${index(i)}, u.sequence - 1u)`;

const starts = ({ others }: Pass, part: Part) =>
  FOUR.map((i) => `let row_${part}${i} = ${PLACES[others][part].start(token(i))};`).join('\n    ');

/** A lane reads all rows by itself. */
export const LANE_ROWS: RowSource = {
  enable: '',
  keepsOwn: true,
  mayBranch: true,
  declarations: () => '',
  place: `
  if (gid >= u.count) { return; }
  let is_own = true;
  let own = gid;
  let token = own % u.sequence;
  let head = (own / u.sequence) % u.heads;
  let batch = own / (u.sequence * u.heads);`,
  loop: (_, body) => `
  for (var block = 0u; block < u.sequence; block += 4u) {${body}
  }`,
  block(pass) {
    const common = `
    ${starts(pass, 'a')}
    ${starts(pass, 'b')}
    let there = vec4<bool>(${four((i) => `${index(i)} < u.sequence`)});`;
    if (pass.others === 'keys') {
      return `${common}
    let real = there & vec4<bool>(${four((i) => `mask[batch * u.sequence + ${token(i)}] != 0`)});`;
    }
    return `${common}
    let real = there;
    ${FOUR.map((i) => `let theirs${i} = statistics[own - token + ${token(i)}];`).join('\n    ')}
    let log_sums = vec4<f32>(${four((i) => `theirs${i}.x`)});
    let deltas = vec4<f32>(${four((i) => `theirs${i}.y`)});
    ${keepWgsl(pass, (i) => `drop_one(own - token + ${index(i)}, token)`)}`;
  },
  vectors: ({ others }, part) =>
    FOUR.map((i) => `let ${part}${i} = ${PLACES[others][part].array}[row_${part}${i} + d];`).join(' '),
};
