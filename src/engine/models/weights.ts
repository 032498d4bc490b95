/** One tensor of a model with its task head: what a checkpoint must hold, how it starts, how it is trained. */
export interface WeightSpec {
  /** The full Hugging Face name ("bert.…", "classifier.…"). */
  readonly name: string;
  readonly shape: readonly number[];
  readonly init: 'normal' | 'zeros' | 'ones';
  /** What freezing goes by. */
  readonly group: 'embeddings' | { readonly layer: number } | 'pooler' | 'head';
  /** Whether AdamW's weight decay applies. */
  readonly decay: boolean;
  /** Row of an embedding that starts at zero and has a zero gradient (PyTorch's padding_idx). */
  readonly padRow?: number;
  /** Weights of one stack have a common input and lie together in memory: a product takes them as one. */
  readonly stack?: string;
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
