import { wrap } from 'comlink';
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../src/core/contract/errors';
import { exposeApi } from './expose';

class Counter {
  private total = 0;

  async add(amount: number): Promise<number> {
    if (amount < 0) throw new AppError('RUN_BAD_RECIPE', { reason: 'negative' });
    if (amount > 9) throw new TypeError('too much');
    this.total += amount;
    return this.total;
  }
}

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function served() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  exposeApi(new Counter(), port2);
  return wrap<Counter>(port1);
}

test('methods keep their object and answer with a Result', async () => {
  const counter = served();
  expect(await counter.add(2)).toEqual({ ok: true, value: 2 });
  expect(await counter.add(3)).toEqual({ ok: true, value: 5 });
});

test('an AppError travels as code and details', async () => {
  expect(await served().add(-1)).toEqual({
    ok: false,
    failure: { code: 'RUN_BAD_RECIPE', details: { reason: 'negative' } },
  });
});

test('any other error keeps its text', async () => {
  expect(await served().add(10)).toEqual({
    ok: false,
    failure: { code: 'WORKER_UNEXPECTED', details: { reason: 'TypeError: too much' } },
  });
});
