import { describe, expect, test } from 'vitest';
import { SubmissionClock } from './submission-clock';

/** A device that does so many operations a millisecond, one submission after the other. */
function simulate(operationsPerMs: number) {
  let time = 0;
  const clock = new SubmissionClock(() => time);
  /** Encodes dispatches and waits for them; returns how long each submission took. */
  const step = (dispatches: readonly number[], efficiency: (i: number) => number = () => 1) => {
    const taken: number[] = [];
    let ms = 0;
    const submit = () => {
      const submission = clock.submit();
      time += ms;
      clock.done(submission);
      taken.push(ms);
      ms = 0;
    };
    for (const [i, operations] of dispatches.entries()) {
      if (clock.isFull(operations)) submit();
      clock.encode(operations);
      ms += operations / operationsPerMs / efficiency(i);
    }
    submit();
    return taken;
  };
  return step;
}

const uneven = Array.from({ length: 300 }, (_, i) => 1e7 * (1 + (i % 7)));
const total = uneven.reduce((sum, operations) => sum + operations, 0);

describe('submissions by predicted time', () => {
  test.each([0.05, 0.3, 0.95])('a step of %f s needs at most four, once speed is known', (seconds) => {
    const step = simulate(total / (1000 * seconds));
    step(uneven);
    for (let i = 0; i < 10; i++) expect(step(uneven).length).toBeLessThanOrEqual(4);
  });

  test.each([1.5, 8, 60])(
    'a step of %f s is cut into pieces of less than one, from the first on',
    (seconds) => {
      const step = simulate(total / (1000 * seconds));
      for (let i = 0; i < 5; i++) expect(Math.max(...step(uneven))).toBeLessThan(1000);
    },
  );

  test('dispatches that do half as well as the rest keep within it too', () => {
    const step = simulate(total / 8000);
    for (let i = 0; i < 5; i++) {
      expect(Math.max(...step(uneven, (d) => (d % 50 < 5 ? 0.5 : 1)))).toBeLessThan(1000);
    }
  });

  test('a dispatch that is too long by itself is submitted alone', () => {
    const step = simulate(1e6);
    step([1e6, 1e6]);
    expect(step([1e6, 5e9, 1e6])).toEqual([1, 5000, 1]);
  });

  test('work that waits in the queue is not counted as taking long', () => {
    let time = 0;
    const clock = new SubmissionClock(() => time);
    const submissions = [1, 2, 3].map(() => {
      clock.encode(1e9);
      return clock.submit();
    });
    for (const submission of submissions) {
      time += 100;
      clock.done(submission);
    }
    clock.encode(2.9e9);
    expect([clock.isFull(1e9), clock.isFull(1.2e9)]).toEqual([false, true]);
  });
});
