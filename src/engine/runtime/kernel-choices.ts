import { z } from 'zod';
import type { LoadedModel } from '../models/loaded-model';

/** Forms of kernels that were chosen on an adapter, by the operation and shape they hold for. */
export const kernelChoicesSchema = z.object({
  adapter: z.string(),
  forms: z.record(z.string(), z.string()),
});
export type KernelChoices = z.infer<typeof kernelChoicesSchema>;

/** Texts of a batch, and padded tokens of each. */
export interface BatchShape {
  readonly batchSize: number;
  readonly sequenceLength: number;
}

/** Chooses between the forms of a device's kernels. A choice is a matter of speed: all forms give the same bits. */
export interface Tuner {
  /** Adapter, what it can do, and the generation of our kernels: choices hold for the same alone. */
  readonly adapter: string;
  /** The choices in effect. */
  readonly forms: KernelChoices['forms'];
  /** Puts these into effect in place of all others; what they do not name takes its default form. */
  use(forms: KernelChoices['forms']): void;
  /**
   * Tries the kernels of a model for such batches, the most important first, until `budgetMs` is over. What was chosen
   * before stays. Returns what was added and is worth remembering for other runs.
   */
  trial(
    loaded: Pick<LoadedModel, 'store' | 'model'>,
    batches: readonly BatchShape[],
    budgetMs: number,
  ): Promise<KernelChoices['forms']>;
}
