import type { Operand } from '../../runtime/webgpu-runner';
import type { Activation } from '../activation/activation';

/** Which operand is stored transposed: nt = a·bᵀ (forward), nn = a·b (input gradient), tn = aᵀ·b (weight gradient). */
export type Layout = 'nt' | 'nn' | 'tn';

/** A product as the choice of its form sees it: result [rows, columns], the sum runs over `depth`. */
export interface ProductShape {
  readonly layout: Layout;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

export interface MatMul extends ProductShape {
  readonly a: Operand;
  readonly b: Operand;
  readonly out: Operand;
  /** Adds to what `out` holds. */
  readonly accumulate?: boolean;
  readonly bias?: Operand;
  /** Stores act(value) in `out` and the value itself in `z`. */
  readonly activation?: { readonly name: Activation; readonly z: Operand };
  /** Multiplies by act′(z), z [rows, columns]: the gradient goes on through the activation that made the rows. */
  readonly derivative?: { readonly name: Activation; readonly z: Operand };
  /** Layout tn only, [rows]: Σ over the depth of a is added to it, always in the same order (a bias gradient). */
  readonly columnSums?: Operand;
}

/** Whether all rows that are read four elements at a time have a length divisible by four. */
export function readsInFours({ layout, rows, columns, depth }: ProductShape): boolean {
  if (layout === 'nt') return depth % 4 === 0;
  if (layout === 'nn') return depth % 4 === 0 && columns % 4 === 0;
  return rows % 4 === 0 && columns % 4 === 0;
}
