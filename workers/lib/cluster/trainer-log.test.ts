import { expect, test } from 'vitest';
import { curvesOf } from './trainer-log';

test('a log of very many steps has its curves', () => {
  const steps = Array.from({ length: 60_000 }, (_, i) => i + 1);
  const training = steps.map((step) => ({ step, loss: 1 / step, grad_norm: step, learning_rate: 0.5 }));
  const { steps: at, values } = curvesOf({
    log_history: [...training, { step: 60_000, eval_loss: 0.25, eval_runtime: 3 }, { train_loss: 1 }],
    global_step: 60_000,
    max_steps: 60_000,
    total_flos: 0,
  });
  expect(at).toEqual([...steps, 60_000]);
  expect(values['train/loss']).toEqual([...steps.map((step) => 1 / step), Number.NaN]);
  expect(values['train/epoch']?.every(Number.isNaN)).toBe(true);
  expect(values['eval/loss']?.findIndex((value) => value === 0.25)).toBe(60_000);
  expect(Object.keys(values)).toHaveLength(5);
});
