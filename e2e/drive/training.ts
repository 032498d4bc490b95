import { reach } from '../pages/reach.ts';
import type { Studio } from '../pages/studio.ts';
import { MainThreadTrace } from '../support/main-thread.ts';
import type { Report } from '../report-schema.ts';
import type { Pictures } from './pictures.ts';
import type { Stopwatch } from './stopwatch.ts';

const LOOK_MS = 1000;
const SAY_MS = 5000;
const LONG_TASK_MS = 50;
/** Weights of hundreds of megabytes go to a device that may compile its kernels first. */
const FIRST_STEP_MS = 900_000;

export interface Trained {
  readonly startSeconds: number;
  readonly trainSeconds: number;
  readonly mainThread: Report['main_thread'];
}

/** Begins the run and watches it to its end, under observation from its first step on. Throws `ShownError`. */
export async function watchTraining(
  studio: Studio,
  pictures: Pictures,
  watch: Stopwatch,
  say: (line: string) => void,
): Promise<Trained> {
  const { training, page } = studio;
  watch.lap();
  await training.begin();
  await training.reachStep(1, FIRST_STEP_MS);
  const startSeconds = watch.lap();
  // Pictures keep the main thread busy: with them there is nothing to measure.
  const trace = pictures.areTaken ? null : await MainThreadTrace.start(page);
  const firstStep = (await trace?.now()) ?? 0;
  let lastStep = Number.NaN;
  let saidMs = 0;
  let isPictured = false;
  while (!(await training.finished.isVisible())) {
    await reach(training.progress);
    const { step, totalSteps, loss, speed } = await training.shownProgress();
    if (step >= totalSteps && Number.isNaN(lastStep)) lastStep = (await trace?.now()) ?? 0;
    if (performance.now() - saidMs >= SAY_MS) {
      saidMs = performance.now();
      say(`step ${step} of ${totalSteps}, loss ${loss}, ${speed}`);
    }
    if (!isPictured && step * 2 >= totalSteps) {
      isPictured = true;
      await pictures.take('train-busy');
    }
    await page.waitForTimeout(LOOK_MS);
  }
  const trainSeconds = watch.lap();
  if (trace === null) return { startSeconds, trainSeconds, mainThread: null };
  if (Number.isNaN(lastStep)) lastStep = await trace.now();
  await trace.stop();
  return { startSeconds, trainSeconds, mainThread: summary(trace, firstStep, lastStep) };
}

function summary(trace: MainThreadTrace, firstStep: number, lastStep: number): Report['main_thread'] {
  const tasks = trace.tasks.filter(({ start }) => start >= firstStep && start <= lastStep);
  const long = tasks.filter(({ ms }) => ms > LONG_TASK_MS);
  return {
    observed_seconds: Math.min(trace.observedSeconds, lastStep - firstStep),
    tasks: tasks.length,
    share_within_50_ms: tasks.length === 0 ? 1 : 1 - long.length / tasks.length,
    longest_ms: tasks.reduce((longest, { ms }) => Math.max(longest, ms), 0),
    over_50_ms: long.map(({ start, ms, cpuMs }) => ({ at_seconds: start - firstStep, ms, cpu_ms: cpuMs })),
  };
}
