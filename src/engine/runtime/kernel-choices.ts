import { z } from 'zod';
import type { Parameter } from './parameters';

/** Forms of kernels that were chosen on an adapter, by the operation and shape they hold for. */
export const kernelChoicesSchema = z.object({
  adapter: z.string(),
  forms: z.record(z.string(), z.string()),
});
export type KernelChoices = z.infer<typeof kernelChoicesSchema>;

/** Chooses between the forms of a device's kernels. A choice is a matter of speed: all forms give the same bits. */
export interface Tuner {
  /** Adapter, what it can do, and the generation of our kernels: choices hold for the same alone. */
  readonly adapter: string;
  /** The choices in effect. */
  readonly forms: KernelChoices['forms'];
  /** Puts these into effect in place of all others; what they do not name takes its default form. */
  use(forms: KernelChoices['forms']): void;
  /**
   * Tries the products of a model's layers for batches of so many rows (texts × padded tokens), the most important
   * first, until `budgetMs` is over. What was chosen before stays.
   */
  trial(parameters: readonly Parameter[], rows: readonly number[], budgetMs: number): Promise<void>;
}
