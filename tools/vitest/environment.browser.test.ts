import '@tensorflow/tfjs-backend-webgpu';
import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';

/** [[1, 2, 3], [4, 5, 6]] times its transpose, by hand. */
const PRODUCT = [14, 32, 32, 77];

async function product(): Promise<number[]> {
  const a = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  const c = tf.matMul(a, a, false, true);
  const values = Array.from(await c.data());
  tf.dispose([a, c]);
  return values;
}

describe('the browser the tests run in', () => {
  test('is cross-origin isolated', () => {
    expect(crossOriginIsolated).toBe(true);
    expect(new SharedArrayBuffer(8).byteLength).toBe(8);
  });

  test('has a WebGPU adapter whose device computes', async () => {
    const adapter = await navigator.gpu.requestAdapter();
    expect(adapter, 'no WebGPU adapter: see docs/testing.md').not.toBeNull();
    if (adapter === null) return;
    const { vendor, architecture, description } = adapter.info;
    console.log(`WebGPU adapter: ${vendor} ${architecture} ${description}`);

    const device = await adapter.requestDevice();
    const code = `
      @group(0) @binding(0) var<storage, read_write> x: array<f32>;
      @compute @workgroup_size(4) fn main(@builtin(global_invocation_id) id: vec3u) { x[id.x] = 2 * x[id.x]; }`;
    const pipeline = device.createComputePipeline({
      layout: 'auto',
      compute: { module: device.createShaderModule({ code }) },
    });
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    const buffer = device.createBuffer({ size: 16, usage });
    const readable = device.createBuffer({
      size: 16,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(buffer, 0, new Float32Array([1, 2, 3, 4]));
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    const entries = [{ binding: 0, resource: { buffer } }];
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(1);
    pass.end();
    encoder.copyBufferToBuffer(buffer, 0, readable, 0, 16);
    device.queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    expect([...new Float32Array(readable.getMappedRange())]).toEqual([2, 4, 6, 8]);
    device.destroy();
  });

  test('runs TensorFlow.js on WebGPU', async () => {
    expect(await tf.setBackend('webgpu')).toBe(true);
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    expect(await product()).toEqual(PRODUCT);
  });

  test('runs TensorFlow.js on WASM from this origin, with SIMD and threads', async () => {
    setWasmPaths(new URL('/wasm/', location.origin).href);
    expect(await tf.setBackend('wasm')).toBe(true);
    expect(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')).toBe(true);
    expect(await tf.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT')).toBe(true);
    console.log(`WASM threads: ${getThreadsCount()} of ${navigator.hardwareConcurrency} cores`);
    expect(getThreadsCount()).toBeGreaterThanOrEqual(Math.min(2, navigator.hardwareConcurrency));
    expect(await product()).toEqual(PRODUCT);
  });
});
