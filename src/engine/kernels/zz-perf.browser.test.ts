import * as tf from '@tensorflow/tfjs-core';
import { test } from 'vitest';
import type { Batch } from '../data/collate';
import { parseBertConfig } from '../models/bert/config';
import { createModel } from '../models/create';
import { startWebGpu } from '../runtime/webgpu-device';
import { WebGpuParameters } from '../runtime/webgpu-parameters';
import { bindingsWgsl, ENTRY_WGSL, type Dispatch, u32, WebGpuRunner } from '../runtime/webgpu-runner';
import { trainStep } from '../train/step';

const lines: string[] = [];
const say = (line: string) => lines.push(line);
const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

test('where the time goes', { timeout: 600_000 }, async () => {
  const device = await startWebGpu();
  const hidden = 192,
    vocab = 8000,
    B = 8,
    T = 24;
  const config = parseBertConfig({
    model_type: 'bert',
    vocab_size: vocab,
    hidden_size: hidden,
    num_hidden_layers: 3,
    num_attention_heads: 3,
    intermediate_size: 4 * hidden,
    hidden_act: 'gelu',
    hidden_dropout_prob: 0.1,
    attention_probs_dropout_prob: 0.1,
    max_position_embeddings: 128,
    type_vocab_size: 2,
    layer_norm_eps: 1e-12,
    pad_token_id: 0,
    initializer_range: 0.02,
  });
  const loaded = createModel(device, {
    architecture: 'bert',
    config,
    task: 'text-classification',
    labelCount: 4,
    trainableLayers: null,
  });
  for (const p of loaded.store.parameters)
    loaded.store.load(
      p,
      Float32Array.from({ length: p.size }, () => (Math.random() - 0.5) * 0.07),
    );
  const batch: Batch = {
    batchSize: B,
    sequenceLength: T,
    inputIds: Int32Array.from({ length: B * T }, () => 1 + Math.floor(Math.random() * (vocab - 1))),
    attentionMask: new Int32Array(B * T).fill(1),
    tokenTypeIds: new Int32Array(B * T),
    labels: Int32Array.from({ length: B }, (_, i) => i % 4),
    tokens: B * T,
    rows: [],
  };
  const { runner } = loaded.store as WebGpuParameters;
  let t = 0;
  const step = async () => {
    t++;
    const out = await trainStep(loaded, {
      batches: [batch],
      seed: 1,
      firstMicroBatch: t,
      touch: () => undefined,
      update: {
        learningRate: 1e-4,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0.01,
        maxGradNorm: 1,
        t,
      },
    });
    const issued = performance.now();
    await runner.settled();
    out.loss.dispose();
    out.gradNorm.dispose();
    return issued;
  };
  const time = async (f: () => void | Promise<unknown>) => {
    const s = performance.now();
    await f();
    return performance.now() - s;
  };
  await runner.settled();
  say(`first step ${(await time(step)).toFixed(0)} ms`);
  const whole: number[] = [],
    host: number[] = [];
  for (let i = 0; i < 9; i++) {
    const s = performance.now();
    host.push((await step()) - s);
    whole.push(performance.now() - s);
  }
  say(
    `steps ${whole.map((x) => x.toFixed(0)).join(' ')}  median ${median(whole).toFixed(0)}  host issue ${median(host).toFixed(0)}`,
  );
  // record one step
  const original = runner.run.bind(runner);
  const recorded: Dispatch[] = [];
  runner.run = (d) => {
    recorded.push({
      ...d,
      reads: d.reads.map((o) => runner['range'](o)),
      writes: d.writes.map((o) => runner['range'](o)),
    });
    original(d);
  };
  let tfjs = 0;
  const backend = runner.backend as unknown as { runWebGPUProgram: (...args: unknown[]) => unknown };
  const webgpuProgram = backend.runWebGPUProgram.bind(backend);
  const names: string[] = [];
  backend.runWebGPUProgram = (...args) => {
    tfjs++;
    names.push((args[0] as { constructor: { name: string }; shaderKey: string }).shaderKey);
    return webgpuProgram(...args);
  };
  let submits = 0;
  const queue = runner.device.queue;
  const submit = queue.submit.bind(queue);
  queue.submit = (...args) => {
    submits++;
    return submit(...args);
  };
  await step();
  runner.run = original;
  backend.runWebGPUProgram = webgpuProgram;
  queue.submit = submit;
  say(`dispatches ours ${recorded.length}, tfjs ${tfjs} (${names.join(',')}), submits ${submits}`);
  const waits: number[] = [];
  for (let i = 0; i < 10; i++) waits.push(await time(() => runner.settled()));
  say(`submit+wait ${median(waits).toFixed(2)} ms`);
  const REPS = 20;
  const repeat = async (d: Dispatch, reps = REPS) => {
    const all: number[] = [];
    for (let i = 0; i < 3; i++)
      all.push(
        await time(async () => {
          for (let r = 0; r < reps; r++) original(d);
          await runner.settled();
        }),
      );
    return Math.min(...all) / reps;
  };
  const dummy = runner.create([64]);
  const empty = await repeat(
    {
      key: 'empty',
      code: () =>
        `${bindingsWgsl([], [['y', 'f32']], [['n', 'u32']])}${ENTRY_WGSL} if (gid > 64u) { y[0] = f32(u.n); } }`,
      reads: [],
      writes: [dummy],
      uniforms: u32(1),
      invocations: 64,
    },
    100,
  );
  say(`empty dispatch ${empty.toFixed(3)} ms`);
  const groups = new Map<string, { d: Dispatch; n: number }>();
  for (const d of recorded) {
    const id = `${d.key} n=${d.invocations} ${d.uniforms
      .slice(0, 3)
      .map((u) => u.data[0])
      .join('x')}`;
    const g = groups.get(id);
    if (g) g.n++;
    else groups.set(id, { d, n: 1 });
  }
  const rows: { id: string; n: number; ms: number }[] = [];
  for (const [id, { d, n }] of groups)
    rows.push({ id, n, ms: await repeat(d, d.key.startsWith('matmul') || d.key === 'adamw' ? 8 : REPS) });
  const arena = recorded.find((d) => d.key === 'adamw')?.writes[0] as never;
  void arena;
  const clear = await time(async () => {
    for (let i = 0; i < 5; i++) loaded.store.zeroGradients();
    await runner.settled();
  });
  rows.push({ id: 'clear', n: 1, ms: clear / 5 });
  rows.sort((a, b) => b.n * b.ms - a.n * a.ms);
  say(`sum ${rows.reduce((s, r) => s + r.n * r.ms, 0).toFixed(1)} ms`);
  for (const r of rows)
    say(`${(r.n * r.ms).toFixed(2).padStart(9)} ms = ${r.n} x ${r.ms.toFixed(3)}  ${r.id}`);
  tf.dispose(dummy);
  const again: number[] = [];
  for (let i = 0; i < 7; i++) again.push(await time(step));
  say(`steps again median ${median(again).toFixed(0)}`);
  console.log(lines.join('\n'));
});
