import type { DropoutKey } from '../kernels/philox';
import type { Kernels } from '../kernels/kernels';

/** What a forward pass runs on and how: the kernels of a back end, dropout, and a sign of life. */
export interface ForwardContext {
  readonly kernels: Kernels;
  /** The key of the next dropout site, or null when nothing is dropped (evaluation, or probability 0). */
  dropout(probability: number): DropoutKey | null;
  /** Called between layers, forward and backward: keeps the watchdog of the page quiet. */
  touch(): void;
}

/** A context without dropout: evaluation and prediction. */
export function evaluationContext(kernels: Kernels, touch: () => void): ForwardContext {
  return { kernels, dropout: () => null, touch };
}

/** A training context for one micro-batch: sites are numbered in the order in which the model asks for them. */
export function trainingContext(
  kernels: Kernels,
  touch: () => void,
  seed: number,
  microBatch: number,
): ForwardContext {
  let site = 0;
  return {
    kernels,
    dropout(probability) {
      const key = { probability, seed, site: site++, step: microBatch };
      return probability > 0 ? key : null;
    },
    touch,
  };
}
