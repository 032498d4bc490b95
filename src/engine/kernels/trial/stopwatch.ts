import * as tf from '@tensorflow/tfjs-core';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import type { StagedForm } from './candidate';
import { noise } from './noise';

/** Time worth measuring; faster kernels are repeated. */
const ENOUGH_MS = 4;
const MOST_REPETITIONS = 64;
/** Shorter times are not told from none. */
const SHORTEST_MS = 0.02;
const EMPTY_SUBMISSIONS = 4;

/**
 * Times kernels by the wall's clock: browsers round the times of a GPU to 100 µs, so that they would need as many
 * repetitions.
 */
export class Stopwatch {
  private constructor(
    private readonly runner: WebGpuRunner,
    /** Time of a submission that computes next to nothing. */
    private readonly submissionMs: number,
  ) {}

  static async of(runner: WebGpuRunner): Promise<Stopwatch> {
    const times: number[] = [];
    for (let i = 0; i < EMPTY_SUBMISSIONS; i++) {
      await runner.settled();
      const begin = performance.now();
      noise(runner, [1], 0).dispose();
      await runner.settled();
      times.push(performance.now() - begin);
    }
    return new Stopwatch(runner, Math.min(...times));
  }

  /** Milliseconds a run. */
  async time(form: StagedForm, repetitions: number): Promise<number> {
    await this.runner.settled();
    const begin = performance.now();
    for (let i = 0; i < repetitions; i++) tf.dispose([...form.run()]);
    await this.runner.settled();
    return Math.max(SHORTEST_MS, performance.now() - begin - this.submissionMs) / repetitions;
  }

  async repetitionsOf(form: StagedForm): Promise<number> {
    return Math.min(MOST_REPETITIONS, Math.ceil(ENOUGH_MS / (await this.time(form, 1))));
  }
}
