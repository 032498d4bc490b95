import type { Round } from '../side.ts';
import type { GpuCalls, GpuCounts } from './gpu-calls.ts';

/** Times `step`, which resolves when the device is done with it. */
export async function timeSteps(
  steps: number,
  gpu: GpuCalls | null,
  step: () => Promise<void>,
): Promise<Round> {
  const before = { ...gpu?.counts };
  const stepMs: number[] = [];
  for (let i = 0; i < steps; i++) {
    const started = performance.now();
    await step();
    stepMs.push(performance.now() - started);
  }
  const each = (key: keyof GpuCounts) =>
    gpu === null ? null : (gpu.counts[key] - (before[key] ?? 0)) / steps;
  return { stepMs, dispatches: each('dispatches'), submissions: each('submissions') };
}
