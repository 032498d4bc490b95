import { vi } from 'vitest';
import type { Device } from '../runtime/device';
import { startWebGpu } from '../runtime/webgpu-device';
import { WebGpuParameters } from '../runtime/webgpu-parameters';
import type { WebGpuRunner } from '../runtime/webgpu-runner';

/** A device with the least limits that WebGPU allows an adapter to have. */
export async function startLeastWebGpu(): Promise<{ device: Device; runner: WebGpuRunner }> {
  const adapter = await navigator.gpu.requestAdapter();
  const plain = await adapter?.requestDevice();
  if (plain === undefined) throw new TypeError('no adapter');
  const limits = vi.spyOn(GPUAdapter.prototype, 'limits', 'get').mockReturnValue(plain.limits);
  try {
    const device = await startWebGpu();
    const { store } = device.allocate([]);
    if (!(store instanceof WebGpuParameters)) throw new TypeError('not on a GPU');
    return { device, runner: store.runner };
  } finally {
    limits.mockRestore();
    plain.destroy();
  }
}
