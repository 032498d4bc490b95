import { describe, expect, it } from 'vitest';
import vectors from '../testing/vectors/training_log_loss.json';
import {
  addLoss,
  evaluationEntry,
  type LossLog,
  NO_LOSSES,
  summaryEntry,
  takeMeanLoss,
  trainEntry,
  trainLoss,
} from './log-history';

describe('loss log', () => {
  it.each(vectors.cases)('$id: a log every $logging_steps', (c) => {
    let log: LossLog = NO_LOSSES;
    const entries: { step: number; loss: number }[] = [];
    c.update_losses.forEach((loss, i) => {
      const step = i + 1;
      log = addLoss(log, loss);
      if (step % c.logging_steps !== 0 && !(c.logging_first_step && step === 1)) return;
      const taken = takeMeanLoss(log);
      log = taken.log;
      entries.push({ step, loss: taken.loss ?? Number.NaN });
    });
    expect(entries.map((e) => e.step)).toEqual(c.expected_log_entries.map((e) => e.step));
    entries.forEach((entry, i) => {
      expect(entry.loss).toBeCloseTo(c.expected_log_entries[i]?.loss_v5 ?? Number.NaN, 9);
    });
    expect(trainLoss(log)).toBeCloseTo(c.expected_final_train_loss, 9);
  });

  it('replaces what is not finite by the running mean of the Trainer: sum / (1 + count)', () => {
    const log = [3, Number.NaN].reduce(addLoss, NO_LOSSES);
    expect(log).toEqual({ sum: 4.5, count: 2, totalSum: 4.5, totalCount: 2 });
    expect(addLoss(NO_LOSSES, Number.POSITIVE_INFINITY).sum).toBe(0);
  });

  it('has no mean of no loss, and entries without one', () => {
    const { log, loss } = takeMeanLoss(NO_LOSSES);
    expect(log).toEqual(NO_LOSSES);
    const entry = trainEntry({ loss, gradNorm: 0, learningRate: 1e-4, epoch: 1, step: 2 });
    expect(entry).toEqual({ grad_norm: 0, learning_rate: 1e-4, epoch: 1, step: 2 });
    const run = { seconds: 0, samples: 8, totalFlos: 5, trainLoss: trainLoss(log), epoch: 1, step: 2 };
    expect(summaryEntry(run)).toEqual({ train_runtime: 0, total_flos: 5, epoch: 1, step: 2 });
  });

  it('survives JSON, as a checkpoint keeps it', () => {
    const log = [1, 2].reduce(addLoss, NO_LOSSES);
    const restored: LossLog = JSON.parse(JSON.stringify(log));
    expect(takeMeanLoss(addLoss(restored, 6))).toEqual(takeMeanLoss(addLoss(log, 6)));
  });
});

describe('log entries', () => {
  it('carry the keys and roundings of the Trainer', () => {
    expect(trainEntry({ loss: 0.5, gradNorm: 1.25, learningRate: 5e-5, epoch: 0.5, step: 3 })).toEqual({
      loss: 0.5,
      grad_norm: 1.25,
      learning_rate: 5e-5,
      epoch: 0.5,
      step: 3,
    });
    expect(
      evaluationEntry({
        metrics: { loss: 0.25, f1_macro: 0.75 },
        seconds: 3,
        examples: 100,
        batches: 13,
        epoch: 1,
        step: 6,
      }),
    ).toEqual({
      eval_loss: 0.25,
      eval_f1_macro: 0.75,
      eval_runtime: 3,
      eval_samples_per_second: 33.333,
      eval_steps_per_second: 4.333,
      epoch: 1,
      step: 6,
    });
    expect(
      summaryEntry({ seconds: 1.23456, samples: 50, totalFlos: 1e9, trainLoss: 0.3, epoch: 3, step: 12 }),
    ).toEqual({
      train_runtime: 1.2346,
      train_samples_per_second: 40.5,
      train_steps_per_second: 9.72,
      total_flos: 1e9,
      train_loss: 0.3,
      epoch: 3,
      step: 12,
    });
  });
});
