import * as tf from '@tensorflow/tfjs-core';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import type { Candidate, Stage, StagedForm } from './candidate';
import { haveSameBits } from './same-bits';
import { inScopes, withMemory } from './scopes';
import { Stopwatch } from './stopwatch';

/*
 * Which form of a kernel is fastest here is measured. All forms of one sum in one order, so a choice is a matter of
 * speed; what a device makes of that order is checked all the same: a form whose results differ from the default
 * form's in any bit is out.
 */

/** A slow device tries a smaller batch instead. */
const LONGEST_MS = 20;
/** Operations of a kernel's first shape, which tells how fast the device is at it. */
const FIRST_OPERATIONS = 2 ** 25;
const ROUNDS = 3;
/** How much slower a form may be at first sight to be looked at again. */
const HOPELESS = 1.5;
/** How much faster a form must be than the default one. */
const BETTER = 1.15;

/** What a trial made of a candidate. */
interface Verdict {
  readonly form: string;
  /** False where the time was over before there was anything to compare. */
  readonly isTried: boolean;
}

/**
 * Chooses forms for candidates in order of their importance, and enters them into `runner.choices`, until `budgetMs` is
 * over or the device's memory is; those chosen already, and small ones, are left alone. What is not reached keeps its
 * default form, as does, for this run, the one in whose midst the time ends before a rival was tried.
 * Returns the choices that other runs should take, too: a slow device is to be spared a second trial, but what was not
 * tried at all may yet be.
 */
export async function chooseForms(
  runner: WebGpuRunner,
  candidates: readonly Candidate[],
  budgetMs: number,
): Promise<ReadonlyMap<string, string>> {
  const open = candidates.filter(({ isSmall, key }) => !isSmall && !runner.choices.has(key));
  const trial = new Trial(runner, performance.now() + budgetMs);
  const tried = new Map<string, string>();
  for (const one of open) {
    if (trial.isOver) break;
    // Two shapes may share a key.
    if (runner.choices.has(one.key)) continue;
    const verdict = await withMemory(runner, () => trial.choose(one));
    if (verdict === null) break;
    runner.choices.set(one.key, verdict.form);
    if (verdict.isTried) tried.set(one.key, verdict.form);
  }
  return tried;
}

class Trial {
  /** Families and forms that need not be tried again. */
  private readonly out = new Set<string>();
  /** Operations a millisecond of each kernel. */
  private readonly speeds = new Map<string, number>();
  private stopwatch: Stopwatch | null = null;

  constructor(
    private readonly runner: WebGpuRunner,
    private readonly deadline: number,
  ) {}

  get isOver(): boolean {
    return performance.now() > this.deadline;
  }

  async choose(candidate: Candidate): Promise<Verdict> {
    const isOut = (id: string) => this.out.has(name(candidate, id));
    if (candidate.rivals.every(isOut)) return { form: candidate.usual, isTried: true };
    const speed = this.speeds.get(candidate.kernel) ?? (await this.speedOf(candidate));
    this.speeds.set(candidate.kernel, speed);
    const cut = candidate.cutTo(LONGEST_MS * speed);
    return this.onStage(cut, (stage) => this.fastest(cut, stage));
  }

  private async speedOf(candidate: Candidate): Promise<number> {
    const cut = candidate.cutTo(FIRST_OPERATIONS);
    return this.onStage(cut, async ({ usual }) => {
      const stopwatch = await this.started();
      // Compiled before it is timed.
      tf.dispose([...usual.run()]);
      return cut.operations / (await stopwatch.time(usual, await stopwatch.repetitionsOf(usual)));
    });
  }

  private async onStage<T>(candidate: Candidate, work: (stage: Stage) => Promise<T>): Promise<T> {
    const stage = candidate.stage();
    try {
      return await work(stage);
    } finally {
      stage.dispose();
    }
  }

  private async started(): Promise<Stopwatch> {
    this.stopwatch ??= await Stopwatch.of(this.runner);
    return this.stopwatch;
  }

  private async fastest(candidate: Candidate, { usual, rivals }: Stage): Promise<Verdict> {
    const stopwatch = await this.started();
    const expected = usual.run();
    try {
      const repetitions = await stopwatch.repetitionsOf(usual);
      let best = await stopwatch.time(usual, repetitions);
      const usualTimes = [best];
      const contenders = [{ form: usual, times: usualTimes }];
      const open = rivals.filter(({ id }) => !this.out.has(name(candidate, id)));
      // A smaller batch may suit none of them.
      let isTried = open.length === 0;
      for (const form of open) {
        if (this.isOver) break;
        const isSame = await this.agrees(form, expected);
        const ms = isSame ? await stopwatch.time(form, repetitions) : Number.POSITIVE_INFINITY;
        isTried = true;
        if (ms > HOPELESS * best) this.out.add(name(candidate, form.id));
        else contenders.push({ form, times: [ms] });
        best = Math.min(best, ms);
      }
      if (contenders.length === 1) return { form: usual.id, isTried };
      for (let round = 1; round < ROUNDS && !this.isOver; round++) {
        for (const { form, times } of contenders) times.push(await stopwatch.time(form, repetitions));
      }
      const winner = contenders.reduce((a, b) => (median(b.times) < median(a.times) ? b : a));
      const isBetter = median(usualTimes) > BETTER * median(winner.times);
      return { form: isBetter ? winner.form.id : usual.id, isTried };
    } finally {
      tf.dispose([...expected]);
    }
  }

  /** Whether the device takes the form at all, and computes the same numbers with it. */
  private async agrees(form: StagedForm, expected: readonly tf.Tensor[]): Promise<boolean> {
    const { attempt, errors } = await inScopes(this.runner, ['validation', 'internal'], async () => {
      const results = form.run();
      const isSame = await haveSameBits(this.runner, results, expected);
      tf.dispose([...results]);
      return isSame;
    });
    const isTaken = errors.every((error) => error === null);
    return (await attempt) && isTaken;
  }
}

const name = ({ family }: Candidate, form: string) => `${family}/${form}`;

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
}
