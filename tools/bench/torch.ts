/*
 * `npm run bench:torch`: the training steps of `npm run bench` in PyTorch, from the same weights on the same batch,
 * in the pinned Python environment.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { writeSafetensors } from '../../src/engine/checkpoint/safetensors-write.ts';
import { pythonWith } from '../python/environment.ts';
import {
  batchOf,
  type BenchCase,
  CASES,
  configJsonOf,
  configOf,
  LABEL_COUNT,
  stepFlops,
  updateOf,
  weightsOf,
} from './cases.ts';
import { COMPARED_UPDATES, median } from './compete.ts';
import { describeMachine, table, titleOf } from './report.ts';

const SCRIPT = fileURLToPath(new URL('torch.py', import.meta.url));
const STEPS = 15;

const measuredSchema = z.object({
  device: z.string(),
  versions: z.object({ torch: z.string(), transformers: z.string() }),
  losses: z.array(z.number()).length(COMPARED_UPDATES),
  step_ms: z.array(z.number()).length(STEPS),
});

async function writeWeights(bench: BenchCase, file: string): Promise<void> {
  const stream = createWriteStream(file);
  const sink = {
    write: (chunk: Uint8Array) =>
      new Promise<void>((resolve, reject) => {
        stream.write(chunk, (error) => (error ? reject(error) : resolve()));
      }),
  };
  const weights = weightsOf(configOf(bench)).map(({ spec, values }) => ({
    name: spec.name,
    dtype: 'F32' as const,
    shape: spec.shape,
    data: () => Promise.resolve(values),
  }));
  await writeSafetensors(weights, sink);
  stream.end();
  await finished(stream);
}

function caseJson(bench: BenchCase): string {
  const { batchSize, sequenceLength, ...batch } = batchOf(bench, configJsonOf(bench).vocab_size);
  const rowsOf = (flat: Int32Array) =>
    Array.from({ length: batchSize }, (_, i) => [
      ...flat.subarray(i * sequenceLength, (i + 1) * sequenceLength),
    ]);
  const update = updateOf(1);
  return JSON.stringify({
    config: configJsonOf(bench),
    num_labels: LABEL_COUNT,
    compared_updates: COMPARED_UPDATES,
    steps: STEPS,
    batch: {
      input_ids: rowsOf(batch.inputIds),
      attention_mask: rowsOf(batch.attentionMask),
      token_type_ids: rowsOf(batch.tokenTypeIds),
      labels: [...batch.labels],
    },
    update: {
      learning_rate: update.learningRate,
      beta1: update.beta1,
      beta2: update.beta2,
      epsilon: update.epsilon,
      weight_decay: update.weightDecay,
      max_grad_norm: update.maxGradNorm,
    },
  });
}

async function measure(bench: BenchCase, scratch: string) {
  const weights = join(scratch, 'weights.safetensors');
  const description = join(scratch, 'case.json');
  await writeWeights(bench, weights);
  writeFileSync(description, caseJson(bench));
  const printed = execFileSync(pythonWith('5'), [SCRIPT, description, weights], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const measured = measuredSchema.parse(JSON.parse(printed));
  return { bench, ...measured, stepMs: median(measured.step_ms) };
}

const scratch = mkdtempSync(join(tmpdir(), 'tabtune-bench-'));
try {
  const results: Awaited<ReturnType<typeof measure>>[] = [];
  for (const bench of CASES) results.push(await measure(bench, scratch));
  const { processor, cores, system } = describeMachine('');
  const date = new Date().toISOString().slice(0, 10);
  const rows = results.map(({ bench, device, versions, losses, stepMs }) => [
    titleOf(bench),
    `${stepMs.toFixed(0)} ms`,
    (stepFlops(bench) / stepMs / 1e6).toFixed(2),
    losses.map((loss) => loss.toFixed(6)).join(', '),
    `PyTorch ${versions.torch}, ${device}`,
  ]);
  console.log(
    [
      `${processor}, ${cores} cores, ${system}; ${date}. Medians of ${STEPS} steps.`,
      table([['', 'step', 'GFLOP/s', 'losses of the first updates', ''], ...rows]),
      `\`\`\`json\n${JSON.stringify({ date, machine: { processor, cores, system }, results }, null, 2)}\n\`\`\``,
    ].join('\n\n'),
  );
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
