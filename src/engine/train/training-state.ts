import { z } from 'zod';
import { realSchema } from '../checkpoint/real';
import { kernelChoicesSchema } from '../runtime/kernel-choices';

/** Everything a run must remember besides weights and optimizer; the `state.json` of a checkpoint. */
export const trainingStateSchema = z.object({
  /** Optimizer updates done. */
  step: z.number().int().nonnegative(),
  epoch: z.number(),
  /** The last step whose evaluation (or what stands for it without validation rows) is done and saved. */
  evaluatedStep: z.number().int().nonnegative(),
  elapsedSeconds: z.number(),
  examples: z.number().int(),
  totalFlos: z.number(),
  losses: z.object({ sum: realSchema, count: z.number(), totalSum: realSchema, totalCount: z.number() }),
  best: z.object({ step: z.number().int(), value: realSchema }).nullable(),
  earlyStopping: z.object({ patienceCounter: z.number().int(), evaluations: z.number().int() }),
  logHistory: z.array(z.record(z.string(), realSchema)),
  /** Forms of kernels on the adapter of the run; null where there is no choice. */
  kernels: kernelChoicesSchema.nullable().default(null),
});
export type TrainingState = z.infer<typeof trainingStateSchema>;

export const NEW_TRAINING: TrainingState = {
  step: 0,
  epoch: 0,
  evaluatedStep: 0,
  elapsedSeconds: 0,
  examples: 0,
  totalFlos: 0,
  losses: { sum: 0, count: 0, totalSum: 0, totalCount: 0 },
  best: null,
  earlyStopping: { patienceCounter: 0, evaluations: 0 },
  logHistory: [],
  kernels: null,
};
