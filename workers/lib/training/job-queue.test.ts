import { expect, test } from 'vitest';
import { JobQueue } from './job-queue';

test('a job that comes while the last one ends is not forgotten', async () => {
  for (let turns = 0; turns < 12; turns++) {
    const queue = new JobQueue(
      () => false,
      () => undefined,
    );
    const done: string[] = [];
    const add = (name: string) =>
      queue.run(
        async () => void done.push(name),
        () => undefined,
      );
    await add('first');
    for (let i = 0; i < turns; i++) await Promise.resolve();
    await add('second');
    expect(done).toEqual(['first', 'second']);
  }
});
