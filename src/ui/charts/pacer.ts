import { useEffect, useRef, useState } from 'react';

/** Redraws of one chart are at least this far apart: four a second. */
const CHART_INTERVAL_MS = 250;
/** Redraws of different charts never share a task: this much later comes the next one. */
const TURN_MS = 30;

interface Turn {
  redraw: () => void;
  notBefore: number;
}

/**
 * Gives charts their turns to redraw, one at a time. Several charts fed by the same event would otherwise redraw
 * in one long task and the page would stutter while a model trains.
 */
class Pacer {
  private readonly waiting = new Map<object, Turn>();
  private readonly lastRedraw = new WeakMap<object, number>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  request(chart: object, redraw: () => void): void {
    const waiting = this.waiting.get(chart);
    if (waiting !== undefined) {
      waiting.redraw = redraw;
      return;
    }
    const notBefore = (this.lastRedraw.get(chart) ?? Number.NEGATIVE_INFINITY) + CHART_INTERVAL_MS;
    this.waiting.set(chart, { redraw, notBefore });
    this.wake();
  }

  forget(chart: object): void {
    this.waiting.delete(chart);
  }

  private wake(): void {
    if (this.timer !== null || this.waiting.size === 0) return;
    const now = performance.now();
    const soonest = Math.min(...[...this.waiting.values()].map(({ notBefore }) => notBefore));
    this.timer = setTimeout(() => this.run(), Math.max(TURN_MS, soonest - now));
  }

  private run(): void {
    this.timer = null;
    const now = performance.now();
    for (const [chart, turn] of this.waiting) {
      if (turn.notBefore > now) continue;
      this.waiting.delete(chart);
      this.lastRedraw.set(chart, now);
      turn.redraw();
      break;
    }
    this.wake();
  }
}

const pacer = new Pacer();

/** `value`, following at most four times a second and never in the same task as another chart's. */
export function usePaced<T>(value: T): T {
  const chart = useRef<object>({});
  const [shown, setShown] = useState(value);
  useEffect(() => {
    const key = chart.current;
    if (!Object.is(value, shown)) pacer.request(key, () => setShown(() => value));
  }, [value, shown]);
  useEffect(() => {
    const key = chart.current;
    return () => pacer.forget(key);
  }, []);
  return shown;
}
