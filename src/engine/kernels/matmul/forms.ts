import type { AdapterTraits } from '../../runtime/adapter-traits';
import { type Form, type FormedKernel, onGpus, roundedUp } from '../trial/form';
import type { Span } from './chunks-wgsl';
import { chunkCount } from './order';
import { type Layout, type ProductShape, readsInFours } from './product';
import { QUAD_COLUMNS, QUAD_ROWS, quadBody } from './quad-wgsl';
import { scalarBody } from './scalar-wgsl';
import { type TileSize, tiledBody, tiledDeclarations } from './tiled-wgsl';
import { TILE_COLUMNS, TILE_ROWS, vectorBody } from './vector-wgsl';

/** A way to compute a product. All give the same bits (`order.ts`); which is fastest is a matter of device and shape. */
export interface ProductForm extends Form<ProductShape> {
  /** What computes a tile of the result: a lane, four neighbouring ones, a workgroup. */
  readonly unitLanes: 1 | 4 | 64;
  readonly tileRows: number;
  readonly tileColumns: number;
  /** Each chunk of the depth is summed by units of its own, and the sums are added in a second dispatch. */
  readonly isSplit: boolean;
  readsInFours(shape: ProductShape): boolean;
  declarations(layout: Layout, inFours: boolean): string;
  body(layout: Layout, span: Span): string[];
}

/** Sums of chunks are kept only where the result is small: a large one keeps a device busy without being split. */
const SPLIT_BYTES = 64 * 2 ** 20;

function mayBeSplit({ rows, columns, depth }: ProductShape): boolean {
  const parts = chunkCount(depth);
  return parts > 1 && 4 * parts * rows * columns <= SPLIT_BYTES;
}

const none = () => '';

const SCALAR: ProductForm = {
  id: 'scalar',
  unitLanes: 1,
  tileRows: 1,
  tileColumns: 1,
  isSplit: false,
  suits: () => true,
  // For what nothing else can do.
  isPromising: () => false,
  readsInFours: () => false,
  declarations: none,
  body: scalarBody,
};

const VECTOR: ProductForm = {
  id: 'vector',
  unitLanes: 1,
  tileRows: TILE_ROWS,
  tileColumns: TILE_COLUMNS,
  isSplit: false,
  suits: readsInFours,
  isPromising: () => true,
  readsInFours: () => true,
  declarations: none,
  body: vectorBody,
};

const QUAD: ProductForm = {
  id: 'quad',
  unitLanes: 4,
  tileRows: QUAD_ROWS,
  tileColumns: QUAD_COLUMNS,
  isSplit: false,
  suits: (shape, { quads }) => quads && readsInFours(shape),
  isPromising: () => true,
  readsInFours: () => true,
  declarations: none,
  body: quadBody,
};

const tiled = (size: TileSize): ProductForm => ({
  id: `tiled-${size}`,
  unitLanes: 64,
  tileRows: size,
  tileColumns: size,
  isSplit: false,
  suits: () => true,
  // On a processor they take seconds to compile, too.
  isPromising: onGpus,
  readsInFours,
  declarations: (layout, inFours) => tiledDeclarations(layout, size, inFours),
  body: (layout, span) => tiledBody(layout, span, size),
});

const split = (form: ProductForm): ProductForm => ({
  ...form,
  id: `${form.id}-split`,
  isSplit: true,
  suits: (shape, traits) => form.suits(shape, traits) && mayBeSplit(shape),
});

const TILED_64 = tiled(64);
const TILED_32 = tiled(32);
const TILED_64_SPLIT = split(TILED_64);
const TILED_32_SPLIT = split(TILED_32);

const FORMS: readonly ProductForm[] = [
  SCALAR,
  VECTOR,
  QUAD,
  TILED_64,
  TILED_32,
  split(VECTOR),
  TILED_64_SPLIT,
  TILED_32_SPLIT,
];

/** Tiles of the result. */
export function tileCount(form: ProductForm, { rows, columns }: ProductShape): number {
  return Math.ceil(rows / form.tileRows) * Math.ceil(columns / form.tileColumns);
}

/** Workgroups that keep a GPU of some size busy. */
const BUSY = 128;
const SMALL_OPERATIONS = 2 ** 18;

/** Whether a product takes so little that its form hardly matters. */
export function isSmall({ rows, columns, depth }: ProductShape): boolean {
  return rows * columns * depth < SMALL_OPERATIONS;
}

function defaultForm(shape: ProductShape, { software, quads }: AdapterTraits): ProductForm {
  const registers = readsInFours(shape) ? VECTOR : SCALAR;
  if (quads) return registers === VECTOR ? QUAD : SCALAR;
  if (software || isSmall(shape)) return registers;
  const isLarge = tileCount(TILED_64, shape) >= BUSY;
  const isBusy = isLarge || tileCount(TILED_32, shape) >= BUSY;
  if (isBusy || !mayBeSplit(shape)) return isLarge ? TILED_64 : TILED_32;
  return TILED_32_SPLIT;
}

/** Layout, weight matrix (output × input features) and rows of the batch. */
function choiceKey({ layout, rows, columns, depth }: ProductShape): string {
  const { weight, batch } = {
    nt: { weight: [columns, depth], batch: rows },
    nn: { weight: [depth, columns], batch: rows },
    tn: { weight: [rows, columns], batch: depth },
  }[layout];
  return `matmul/${layout}/${weight.join('x')}/${roundedUp(batch)}`;
}

export const PRODUCT: FormedKernel<ProductShape, ProductForm> = { forms: FORMS, choiceKey, defaultForm };
