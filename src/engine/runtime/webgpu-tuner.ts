import { modelKernels } from '../kernels/model-kernels';
import { chooseForms } from '../kernels/trial/trial';
import type { Tuner } from './kernel-choices';
import type { WebGpuRunner } from './webgpu-runner';

/** Counted up when forms become faster or slower than they were, so that remembered choices are made anew. */
const GENERATION = 2;

/** Chooses forms of kernels by timed trial; the choices lie in the runner. */
export function webGpuTuner(runner: WebGpuRunner, adapter: string): Tuner {
  return {
    adapter: [adapter, ...[...runner.device.features].sort(), `kernels ${GENERATION}`].join(', '),
    get forms() {
      return Object.fromEntries(runner.choices);
    },
    use(forms) {
      runner.choices.clear();
      for (const [key, form] of Object.entries(forms)) runner.choices.set(key, form);
    },
    async trial(loaded, batches, budgetMs) {
      const candidates = modelKernels(runner, loaded, batches);
      return Object.fromEntries(await chooseForms(runner, candidates, budgetMs));
    },
  };
}
