import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recipeSchema } from '../../core/recipe/recipe';
import { expectAllClose } from '../testing/allclose';
import vectors from '../testing/vectors/lr_schedules.json';
import { learningRateFactor } from './schedules';

const schedulerSchema = recipeSchema.shape.lrSchedulerType;
const caseSchema = z.object({
  id: z.string(),
  scheduler: schedulerSchema,
  base_learning_rate: z.number(),
  warmup_steps: z.number(),
  training_steps: z.number(),
  scheduler_kwargs: z.object({}).strict(),
  expected: z.object({ learning_rates: z.array(z.number()) }),
});
/** The schedules that recipes offer, without the extra arguments that they do not. */
const cases = vectors.cases.flatMap((entry) => {
  const parsed = caseSchema.safeParse(entry);
  return parsed.success ? [parsed.data] : [];
});

describe('learningRateFactor', () => {
  it('has reference values for every schedule', () => {
    expect(new Set(cases.map((c) => c.scheduler))).toEqual(new Set(schedulerSchema.options));
    expect(cases.length).toBeGreaterThanOrEqual(10);
  });

  it.each(cases)('$id: $scheduler, warm-up $warmup_steps of $training_steps', (c) => {
    const span = { warmupSteps: c.warmup_steps, totalSteps: c.training_steps };
    const rates = c.expected.learning_rates.map(
      (_, k) => c.base_learning_rate * learningRateFactor(c.scheduler, k, span),
    );
    expectAllClose(rates, c.expected.learning_rates, { rtol: 1e-12, atol: 1e-16 });
  });
});
