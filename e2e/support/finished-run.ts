import { readFile } from 'node:fs/promises';
import { unzipSync, zipSync } from 'fflate';
import { runFileSchema } from '../../src/core/contract/cluster.ts';
import type { MadeFile } from '../pages/reach.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Ten steps of a loss that falls from 0.7 to 0.25, evaluated in the middle and at the end. */
function trainerState(): string {
  const steps = Array.from({ length: 10 }, (_, i) => i + 1);
  const losses = steps.map((step) => ({
    epoch: step / 5,
    grad_norm: 2 - step / 10,
    learning_rate: (10 - step) * 1e-5,
    loss: 0.75 - step / 20,
    step,
  }));
  const evaluations = [5, 10].map((step) => ({
    epoch: step / 5,
    eval_accuracy: step === 5 ? 0.5 : 0.75,
    eval_loss: step === 5 ? 0.5 : 0.25,
    eval_runtime: 0.5,
    step,
  }));
  return JSON.stringify({
    best_global_step: 10,
    best_metric: 0.25,
    epoch: 2,
    global_step: 10,
    log_history: [...losses.slice(0, 5), evaluations[0], ...losses.slice(5), evaluations[1]],
    max_steps: 10,
    total_flos: 1e9,
  });
}

/** As train.py reports on four rows of each label, three of them right, the fourth taken for the next label. */
function results(labels: readonly string[]): string {
  const rows = 4 * labels.length;
  const confusion = labels.map((_, truth) =>
    labels.map((__, found) => (found === truth ? 3 : found === (truth + 1) % labels.length ? 1 : 0)),
  );
  return JSON.stringify({
    device: 'NVIDIA H100',
    processes: 8,
    seconds: 3,
    software: { accelerate: '1.15.0', torch: '2.13.0', transformers: '5.23.0' },
    evaluations: [
      {
        split: 'validation',
        step: 10,
        examples: rows,
        seconds: 0.5,
        metrics: { loss: 0.25, accuracy: 0.75, f1_macro: 0.75, f1_weighted: 0.75 },
        per_label: labels.map((label) => ({ label, precision: 0.75, recall: 0.75, f1: 0.75, support: 4 })),
        confusion,
      },
    ],
  });
}

/** What train.py would leave of a bundle, zipped with its folder: weights that learned nothing, and a log. */
export async function finishedRun(bundle: string): Promise<MadeFile> {
  const files = unzipSync(new Uint8Array(await readFile(bundle)));
  const { spec } = runFileSchema.parse(JSON.parse(new TextDecoder().decode(files['run.json'])));
  const left: Record<string, Uint8Array> = {
    'finished/results.json': utf8(results(spec.labels)),
    'finished/trainer_state.json': utf8(trainerState()),
  };
  for (const [name, bytes] of Object.entries(files)) {
    if (name === 'run.json' || name === 'recipe.json') left[`finished/${name}`] = bytes;
    if (name.startsWith('model/')) left[`finished/${name.slice('model/'.length)}`] = bytes;
  }
  return {
    name: 'finished.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(zipSync(left, { level: 0 })),
  };
}
