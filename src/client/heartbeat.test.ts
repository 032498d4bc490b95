import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_SILENCE_MS, Heartbeat } from './heartbeat';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  let clock = 0;
  const onSilent = vi.fn<(seconds: number) => void>();
  const heartbeat = new Heartbeat(new SharedArrayBuffer(4), {
    isBusy: () => true,
    isHidden: () => false,
    onSilent,
    now: () => clock,
  });
  heartbeat.start();
  /** Lets timers run for `ms`; the clock jumps ahead by `jump` before the first of them. */
  const pass = (ms: number, jump = 0): void => {
    clock += jump;
    for (let done = 0; done < ms; done += 1000) {
      clock += 1000;
      vi.advanceTimersByTime(1000);
    }
  };
  return { heartbeat, onSilent, pass };
}

test('a night of suspension is not silence', () => {
  const { onSilent, pass } = watch();
  pass(60_000);
  pass(60_000, 10 * 3600_000);
  expect(onSilent).not.toHaveBeenCalled();
  pass(120_000);
  expect(onSilent).toHaveBeenCalledTimes(1);
});

test('a slow device gets more patience, a quick one never less than the default', () => {
  const slow = watch();
  slow.heartbeat.allow(2 * DEFAULT_SILENCE_MS);
  slow.pass(1.5 * DEFAULT_SILENCE_MS);
  expect(slow.onSilent).not.toHaveBeenCalled();
  slow.pass(DEFAULT_SILENCE_MS);
  expect(slow.onSilent).toHaveBeenCalledTimes(1);

  const quick = watch();
  quick.heartbeat.allow(1000);
  quick.pass(DEFAULT_SILENCE_MS / 2);
  expect(quick.onSilent).not.toHaveBeenCalled();
});

test('a stopped watch says nothing', () => {
  const { heartbeat, onSilent, pass } = watch();
  heartbeat.stop();
  pass(2 * DEFAULT_SILENCE_MS);
  expect(onSilent).not.toHaveBeenCalled();
});
