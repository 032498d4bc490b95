import { QUAD_WGSL } from '../../runtime/webgpu-runner';
import { FOUR, four, keepWgsl, type Part, type Pass, PLACES, type RowSource } from './rows-wgsl';

/** Value of the lane whose row is number i: lane ^ i. */
const SWAPS = ['', 'quadSwapX', 'quadSwapY', 'quadSwapDiagonal'] as const;
const swapped = (i: number, value: string) => `${SWAPS[i]}(${value})`;

const start = ({ others }: Pass, part: Part) =>
  `let row_${part} = ${PLACES[others][part].start('block + lane')};`;

/**
 * For adapters that run four lanes in SIMD on a processor (`AdapterTraits.quads`), where reading memory is what costs:
 * of four rows a lane reads one, and has the others from its neighbours. No lane may leave before the loop is over.
 */
export const QUAD_ROWS: RowSource = {
  enable: QUAD_WGSL,
  keepsOwn: false,
  mayBranch: false,
  declarations: () => '',
  place: `
  let lane = gid & 3u;
  let is_own = gid < u.count;
  let own = min(gid, u.count - 4u + lane);
  let token = own % u.sequence;
  let head = (own / u.sequence) % u.heads;
  let batch = own / (u.sequence * u.heads);`,
  loop: (_, body) => `
  for (var block = 0u; block < u.sequence; block += 4u) {${body}
  }`,
  block(pass) {
    const common = `
    ${start(pass, 'a')}
    ${start(pass, 'b')}`;
    if (pass.others === 'keys') {
      return `${common}
    let is_real = f32(mask[batch * u.sequence + block + lane]);
    let real = vec4<f32>(${four((i) => swapped(i, 'is_real'))}) != vec4<f32>();`;
    }
    // The keys of the four lanes share one draw a query: it is made by the lane that reads the query.
    return `${common}
    let real = vec4<bool>(true);
    let theirs = statistics[own - token + block + lane];
    let log_sums = vec4<f32>(${four((i) => swapped(i, 'theirs.x'))});
    let deltas = vec4<f32>(${four((i) => swapped(i, 'theirs.y'))});
    let draw = drop4(own - token + block + lane, token >> 2u);
    ${keepWgsl(pass, (i) => `${swapped(i, 'draw')}[lane]`)}`;
  },
  vectors: ({ others }, part) =>
    [
      `let ${part} = ${PLACES[others][part].array}[row_${part} + d];`,
      ...FOUR.map((i) => `let ${part}${i} = ${swapped(i, part)};`),
    ].join(' '),
};
