import { beforeAll, describe, expect, test } from 'vitest';
import { CERTIFICATE_BOUNDS, type MeasuredFormat, ONNX_FILES } from '../../../src/core/contract/export';
import type { Task } from '../../../src/core/contract/task';
import { startWasm } from '../../../src/engine/runtime/wasm-device';
import { createTrainingService } from '../training/service';
import { listen, tinyStudio } from '../training/testing/tiny-run';
import { openExportedFiles } from './exported-files';
import { createTransformersLibrary } from './library';
import { createInferenceService } from './service';

const device = startWasm(new URL('/wasm/', location.origin).href, 2, null);
const starters = {
  webgpu: () => device,
  wasm: () => device,
  webgpuTensorLimit: () => Promise.resolve(null),
};
const library = createTransformersLibrary({
  runtimeFolder: new URL('/ort/', location.origin).href,
  threads: 2,
});

/** A tiny run, trained to its end, exported, with the engine's answers beside its zip. */
async function exportedRun(task: Task) {
  const studio = await tinyStudio({ numTrainEpochs: 6 }, undefined, task);
  const training = createTrainingService(studio.files, studio.records, starters);
  const ear = listen();
  await training.open(studio.runId, ear.port);
  await training.start(studio.runId);
  await ear.status('completed', 'failed');
  await training.close(studio.runId);
  ear.close();
  await training.exportRun('export', studio.runId);
  await training.reference('reference', studio.runId);
  const inference = createInferenceService(studio.files, studio.records, library);
  return { studio, training, inference };
}

describe.each(['text-classification', 'token-classification'] as const)('an exported %s model', (task) => {
  let run: Awaited<ReturnType<typeof exportedRun>>;
  beforeAll(async () => {
    run = await exportedRun(task);
  });

  test.each(['wasm', 'webgpu'] as const)('is certified on %s', async (where) => {
    const { inference, studio } = run;
    const { certificate } = await inference.certify('certify', { runId: studio.runId, device: where });
    const { formats, ...facts } = certificate;
    const metric = task === 'text-classification' ? 'accuracy' : 'f1';
    expect(facts).toMatchObject({
      split: 'validation',
      rows: 16,
      splitRows: 16,
      metric,
      device: where,
      engine: { backend: 'wasm' },
      libraries: { '@huggingface/transformers': '4.3.1' },
    });
    const record = await studio.records.runs.get(studio.runId);
    const evaluation = record?.evaluations.find(({ step }) => step === facts.step);
    expect(facts.engine.metric).toBeCloseTo(evaluation?.metrics[metric] ?? Number.NaN, 12);
    const measured = formats.filter((format): format is MeasuredFormat => format.outcome !== 'failed');
    const float32 = measured.find(({ precision }) => precision === 'float32');
    expect(float32).toMatchObject({ outcome: 'kept', changedCount: 0, metric: facts.engine.metric });
    for (const { precision, outcome, largestDifference, millisecondsPerText } of measured) {
      const { kind, limit } = CERTIFICATE_BOUNDS[precision];
      if (kind === 'logits') expect([outcome, largestDifference < limit]).toEqual(['kept', true]);
      expect(largestDifference).toBeGreaterThan(0);
      expect(millisecondsPerText).toBeGreaterThan(0);
    }
    // SwiftShader has no 16-bit floats, which is a finding of its own.
    const failed = formats.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ precision }) => precision)).toEqual(
      where === 'webgpu' && measured.length === 2 ? ['float16'] : [],
    );
  });

  test('its zip says so, and is otherwise what it was', async () => {
    const { studio } = run;
    const exported = await openExportedFiles(studio.files, studio.runId);
    const card = await exported.text('README.md');
    expect(card.match(/^## Certificate$/gm)).toHaveLength(1);
    expect(card).toContain(ONNX_FILES.int8);
    expect(JSON.parse(await exported.text('certificate.json'))).toEqual(exported.report.certificate);
    const blob = await studio.files.read(exported.report.path);
    expect(blob.size).toBe(exported.report.sizeBytes);
  });

  test('answers texts as the engine does', async () => {
    const { studio, training, inference } = run;
    const texts = ['hello world', 'a world without', '😀 hello hello'];
    const target = { kind: 'run', runId: studio.runId, weights: 'best' } as const;
    const { predictions: expected } = await training.predict('engine', target, texts);
    const exported = { runId: studio.runId, precision: 'float32', device: 'wasm' } as const;
    const { predictions, millisecondsPerText } = await inference.predictExport('onnx', exported, texts);
    expect(millisecondsPerText).toBeGreaterThan(0);
    expect(rounded(predictions)).toEqual(rounded(expected));
    const opened = await inference.openExport('open', exported);
    expect(opened).toMatchObject({ file: ONNX_FILES.float32, precision: 'float32' });
    await inference.closeExport();
  });

  test('a cancel comes in while ONNX Runtime is busy', async () => {
    const { studio } = run;
    let answered = 0;
    const inference = createInferenceService(studio.files, studio.records, {
      ...library,
      open: async (request) => {
        const running = await library.open(request);
        return {
          ...running,
          logits: (inputs) => {
            if (answered++ === 0) setTimeout(() => void inference.cancel('many'), 0);
            return running.logits(inputs);
          },
        };
      },
    });
    const target = { runId: studio.runId, precision: 'float32', device: 'wasm' } as const;
    const texts = Array.from({ length: 500 }, () => 'hello world');
    await expect(inference.predictExport('many', target, texts)).rejects.toMatchObject({
      code: 'WORKER_CANCELLED',
    });
    expect(answered).toBeLessThan(texts.length);
    await inference.closeExport();
  });
});

/** Scores with three decimals: sums in another order, the same answers. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? Number(each.toFixed(3)) : each)),
  );
}

test('a file that is no model is named, and an export that is gone is missed', async () => {
  const { studio, inference } = await exportedRun('text-classification');
  const exported = await openExportedFiles(studio.files, studio.runId);
  const broken = {
    ...exported,
    open: async (name: string) => (name === ONNX_FILES.int8 ? new Blob(['no model']) : exported.open(name)),
  };
  const request = { files: broken, task: 'text-classification', device: 'wasm' } as const;
  await expect(library.open({ ...request, precision: 'int8' })).rejects.toMatchObject({
    code: 'EXPORT_UNOPENABLE',
    details: { file: ONNX_FILES.int8 },
  });
  await studio.files.remove(exported.report.path);
  const call = inference.certify('certify', { runId: studio.runId, device: 'wasm' });
  await expect(call).rejects.toMatchObject({ code: 'EXPORT_MISSING' });
});
