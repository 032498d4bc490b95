import { describeFailure } from '../../core/contract/error-messages';
import type { DeviceReport } from '../../core/contract/run';
import { formatCounted } from '../../core/units';

/** The device in a few words: "WebGPU on NVIDIA …", "WASM, 4 threads". */
export function deviceName({ backend, adapter, software, threads, simd }: DeviceReport): string {
  if (backend === 'webgpu') {
    const name = adapter === '' ? 'an unnamed adapter' : adapter;
    return software ? `WebGPU on ${name} (software)` : `WebGPU on ${name}`;
  }
  if (backend === 'wasm') return `WASM, ${formatCounted(threads, 'thread')}${simd ? ', SIMD' : ', no SIMD'}`;
  return 'Plain JavaScript';
}

/** Why training is on the processor or slow, and what that means; null where nothing needs saying. */
export function deviceCaveat(device: DeviceReport): string | null {
  if (device.fallback !== null) {
    return `WebGPU was wished, WASM is used: ${describeFailure(device.fallback).message} Results are the same, it only takes longer.`;
  }
  if (device.software)
    return 'This adapter computes on the processor: fit for a test, slow for a real model.';
  return null;
}
