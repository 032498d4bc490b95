import { describe, expect, test } from 'vitest';
import type { StepOutcome, StepReport } from './loop';
import { StepsInFlight } from './steps-in-flight';

/** A device on a clock of its own: steps are done when the test says so. */
function device() {
  let time = 0;
  const told: { step: number; loss: number | null; at: number }[] = [];
  const steps = new StepsInFlight(
    ({ step }, { loss }, at) => told.push({ step, loss, at }),
    () => time,
  );
  const finish = new Map<
    number,
    { resolve: (outcome: StepOutcome) => void; reject: (error: Error) => void }
  >();
  const issue = (step: number) => {
    const done = new Promise<StepOutcome>((resolve, reject) => finish.set(step, { resolve, reject }));
    const report: StepReport = {
      step,
      epoch: 0,
      learningRate: 0,
      tokens: 1,
      paddedTokens: 1,
      examples: 1,
      done,
    };
    let mayGoOn = false;
    const added = steps.add(report).then(() => {
      mayGoOn = true;
    });
    return { added, mayGoOn: () => mayGoOn };
  };
  const end = async (step: number, at: number) => {
    time = at;
    finish.get(step)?.resolve({ loss: step / 10, gradNorm: 1 });
    await turn();
  };
  return { steps, told, issue, end, finish };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('steps in flight', () => {
  test('the first is waited for; short ones then run two ahead, told in order and with their own times', async () => {
    const { steps, told, issue, end } = device();
    const first = issue(1);
    await turn();
    expect(first.mayGoOn()).toBe(false);
    await end(1, 100);
    expect(first.mayGoOn()).toBe(true);
    const [second, third, fourth] = [issue(2), issue(3), issue(4)];
    await turn();
    expect([second.mayGoOn(), third.mayGoOn(), fourth.mayGoOn()]).toEqual([true, true, false]);
    await end(3, 180);
    expect(fourth.mayGoOn()).toBe(false);
    await end(2, 190);
    expect(fourth.mayGoOn()).toBe(true);
    await end(4, 260);
    await steps.drain();
    expect(told).toEqual([
      { step: 1, loss: 0.1, at: 100 },
      { step: 2, loss: 0.2, at: 190 },
      { step: 3, loss: 0.3, at: 180 },
      { step: 4, loss: 0.4, at: 260 },
    ]);
  });

  test('where a step takes more than a second, each is waited for', async () => {
    const { issue, end } = device();
    const first = issue(1);
    await end(1, 1500);
    await first.added;
    const second = issue(2);
    await turn();
    expect(second.mayGoOn()).toBe(false);
    await end(2, 3000);
    expect(second.mayGoOn()).toBe(true);
  });

  test('a failure comes out when its turn comes, after the steps before it', async () => {
    const { steps, told, issue, end, finish } = device();
    const first = issue(1);
    await end(1, 10);
    await first.added;
    issue(2);
    issue(3);
    finish.get(3)?.reject(new Error('lost'));
    await turn();
    expect(() => steps.land()).not.toThrow();
    await end(2, 20);
    await expect(steps.drain()).rejects.toThrow('lost');
    expect(told.map(({ step }) => step)).toEqual([1, 2]);
  });
});
