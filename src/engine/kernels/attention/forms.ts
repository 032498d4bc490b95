import type { AdapterTraits } from '../../runtime/adapter-traits';
import { WORKGROUP_SIZE } from '../../runtime/webgpu-runner';
import type { AttentionShape } from '../kernels';
import { type Form, type FormedKernel, onGpus, roundedUp } from '../trial/form';
import { vectorWidth } from '../vector-wgsl';
import { LANE_ROWS } from './lane-wgsl';
import { QUAD_ROWS } from './quad-wgsl';
import type { RowSource } from './rows-wgsl';
import { sharedGroups, SHARED_ROWS, tileLength } from './shared-wgsl';

/** Forward; backward for queries; backward for keys and values. */
export type Direction = 'forward' | 'query-gradient' | 'key-gradient';

/** A pass of attention as the choice of its form sees it. */
export interface PassShape extends AttentionShape {
  readonly direction: Direction;
}

/** A way to compute a pass. All give the same bits (`order.ts`); which is fastest is a matter of device and shape. */
export interface AttentionForm extends Form<PassShape> {
  readonly rows: RowSource;
  invocations(shape: AttentionShape): number;
}

/** Queries, or keys, of all heads and texts. */
export function tokensOf({ batchSize, heads, sequenceLength }: AttentionShape): number {
  return batchSize * heads * sequenceLength;
}

const LANE: AttentionForm = {
  id: 'lane',
  rows: LANE_ROWS,
  suits: () => true,
  // Lanes that swap read a quarter of the memory.
  isPromising: ({ quads }) => !quads,
  invocations: tokensOf,
};

const QUAD: AttentionForm = {
  id: 'quad',
  rows: QUAD_ROWS,
  suits: ({ headSize, sequenceLength }, { quads }) =>
    quads && vectorWidth(headSize) === 4 && sequenceLength % 4 === 0,
  isPromising: () => true,
  invocations: tokensOf,
};

const SHARED: AttentionForm = {
  id: 'shared',
  rows: SHARED_ROWS,
  suits: ({ headSize }) => tileLength(headSize) > 0,
  isPromising: onGpus,
  invocations: ({ batchSize, heads, sequenceLength }) =>
    batchSize * heads * sharedGroups(sequenceLength) * WORKGROUP_SIZE,
};

/** Tokens below which more than half of a workgroup would have nothing to do but to bring tiles. */
const WORTH_SHARING = WORKGROUP_SIZE / 2;

function defaultForm(shape: PassShape, traits: AdapterTraits): AttentionForm {
  if (QUAD.suits(shape, traits)) return QUAD;
  const isShared = !traits.software && shape.sequenceLength >= WORTH_SHARING && SHARED.suits(shape, traits);
  return isShared ? SHARED : LANE;
}

/** Direction, heads and their size, padded tokens of a text, rows of the batch. */
function choiceKey({ direction, batchSize, heads, headSize, sequenceLength }: PassShape): string {
  const rows = roundedUp(batchSize * sequenceLength);
  return `attention/${direction}/${heads}x${headSize}/${roundedUp(sequenceLength)}/${rows}`;
}

export const ATTENTION: FormedKernel<PassShape, AttentionForm> = {
  forms: [LANE, QUAD, SHARED],
  choiceKey,
  defaultForm,
};
