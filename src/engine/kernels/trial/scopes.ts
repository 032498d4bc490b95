import { AppError } from '../../../core/contract/errors';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';

/** What `work` returns, or null where the device lacks the memory: the run may yet find enough. */
export async function withMemory<T>(runner: WebGpuRunner, work: () => Promise<T>): Promise<T | null> {
  const { attempt, errors } = await inScopes(runner, ['out-of-memory', 'validation'], work);
  runner.submit();
  runner.backend.trim();
  const [outOfMemory, invalid] = errors;
  if (outOfMemory) return null;
  const result = await attempt;
  // A buffer that was never made is invalid wherever it is bound: only without that is it an error of its own.
  if (invalid) throw new AppError('GPU_VALIDATION', { reason: invalid.message });
  return result;
}

/** Settles `work`, and returns what the device refused meanwhile: none of it counts as an error of the device. */
export async function inScopes<T>(
  { device }: WebGpuRunner,
  filters: readonly GPUErrorFilter[],
  work: () => Promise<T>,
): Promise<{ readonly attempt: Promise<T>; readonly errors: readonly (GPUError | null)[] }> {
  for (const filter of filters) device.pushErrorScope(filter);
  const attempt = work();
  await Promise.allSettled([attempt]);
  const errors = await Promise.all(filters.map(() => device.popErrorScope()));
  return { attempt, errors: errors.reverse() };
}
