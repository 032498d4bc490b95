import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { startWasm } from '../../runtime/wasm-device';
import type { Device } from '../../runtime/device';
import { startWebGpu } from '../../runtime/webgpu-device';
import { WebGpuParameters } from '../../runtime/webgpu-parameters';
import { WebGpuRunner } from '../../runtime/webgpu-runner';
import { expectAllClose } from '../../testing/allclose';
import type { Kernels } from '../kernels';
import { webGpuKernels } from '../webgpu';

const wasmFolder = new URL('/wasm/', location.origin).href;

const SHAPES = [
  { batchSize: 2, sequenceLength: 8, heads: 3, headSize: 8 },
  { batchSize: 3, sequenceLength: 12, heads: 2, headSize: 4 },
  { batchSize: 2, sequenceLength: 7, heads: 2, headSize: 8 },
] as const;
const DROPOUTS = [null, { probability: 0.3, seed: 5, site: 2, step: 9 }] as const;
const CASES = SHAPES.flatMap((shape) => DROPOUTS.map((dropout) => ({ shape, dropout })));

/** Kernels on the adapter's best variants, and on those for adapters whose lanes cannot swap. */
async function variants(): Promise<readonly Kernels[]> {
  const { store, kernels } = (await startWebGpu()).allocate([]);
  if (!(store instanceof WebGpuParameters)) throw new TypeError('not on a GPU');
  const plain = new WebGpuParameters(
    new WebGpuRunner(store.runner.backend, { software: true, quads: false }),
    [],
  );
  return [kernels, webGpuKernels(plain)];
}

async function portable(): Promise<readonly Kernels[]> {
  const device: Device = await startWasm(wasmFolder, 1, null);
  return [device.allocate([]).kernels];
}

async function results(kernels: Kernels, { shape, dropout }: (typeof CASES)[number]) {
  const { batchSize, sequenceLength, heads, headSize } = shape;
  const rows = batchSize * sequenceLength;
  const columns = heads * headSize;
  const input = (salt: number, width: number) =>
    tf.tensor2d(
      Array.from({ length: rows * width }, (_, i) => Math.sin(12.9898 * (i + 1) + salt)),
      [rows, width],
    );
  const qkv = input(1, 3 * columns);
  const dy = input(2, columns);
  // Texts of different lengths, padded.
  const mask = kernels.ints(
    Int32Array.from({ length: rows }, (_, i) =>
      i % sequenceLength < sequenceLength - 3 * Math.floor(i / sequenceLength) ? 1 : 0,
    ),
  );
  const outputs = tf.tidy(() => {
    const { y, saved } = kernels.attention(qkv, mask, shape, dropout);
    return { y, dqkv: kernels.attentionBackward(dy, { qkv, y, saved }, mask, shape, dropout) };
  });
  const values = new Map<string, number[]>();
  for (const [name, tensor] of Object.entries(outputs)) values.set(name, [...(await tensor.data())]);
  tf.dispose([qkv, dy, ...Object.values(outputs)]);
  mask.dispose();
  return values;
}

async function all(start: () => Promise<readonly Kernels[]>) {
  const found: Map<string, number[]>[][] = [];
  for (const kernels of await start()) {
    const each: Map<string, number[]>[] = [];
    for (const c of CASES) each.push(await results(kernels, c));
    found.push(each);
  }
  return found;
}

test('every variant equals the portable kernel, forward and backward', async () => {
  const [reference] = await all(portable);
  const found = await all(variants);
  expect(found.length).toBe(2);
  for (const [variant, cases] of found.entries()) {
    for (const [i, values] of cases.entries()) {
      for (const [name, expected] of reference?.[i] ?? []) {
        const label = `variant ${variant}, case ${i}, ${name}`;
        expectAllClose(values.get(name) ?? [], expected, { rtol: 1e-5, atol: 1e-5 }, label);
      }
    }
  }
});
