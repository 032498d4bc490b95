import { expect, test, vi } from 'vitest';
import type { OperationEvent } from '../../../src/core/contract/events';
import { type DatasetRecord, DEFAULT_TAGGING } from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import type { Precision, UnmadePrecision } from '../../../src/core/contract/export';
import { paths } from '../../../src/core/contract/storage';
import type { Reference } from '../../../src/engine/export/certificate/reference';
import { textEntry } from '../../../src/engine/export/entry';
import { exportZip, zipInto } from '../../../src/engine/export/zip';
import { exportFixture } from '../../../src/engine/testing/export-fixture';
import { loadTokenizer } from '../../../src/engine/tokenizer/tokenizer';
import { createMemoryFileStore } from '../../../src/storage/memory-file-store';
import { createMemoryRecordStore } from '../../../src/storage/memory-record-store';
import { rowLines } from '../data/rows-file';
import { openExportedFiles } from './exported-files';
import type { InferenceLibrary } from './library';
import { createInferenceService } from './service';

const TEXTS = ['This bill, 2023!', 'You will not believe', 'cafe bills'];
const RUN = exportFixture().run.spec.id;

/** Answers as the engine, a little off in each precision; `fail` happens at the first answer of a precision. */
function library(
  engine: Pick<Reference, 'rows'>,
  fail: Partial<Record<Precision, () => void>> = {},
): InferenceLibrary & { readonly opened: string[]; openNow: number } {
  const off = { float32: 1e-6, float16: 0.05, int8: 0.1 };
  const made = {
    versions: { library: '1' },
    threads: 1,
    opened: [] as string[],
    openNow: 0,
    open: async ({ precision, device }: Parameters<InferenceLibrary['open']>[0]) => {
      made.opened.push(`${precision} on ${device}`);
      made.openNow += 1;
      return {
        logits: async ({ ids }: { ids: Int32Array }) => {
          fail[precision]?.();
          const row = engine.rows.find(({ inputIds }) => String(inputIds) === String([...ids]));
          return Float32Array.from(row?.logits ?? [0, 0, 1], (value) => value + off[precision]);
        },
        dispose: async () => void (made.openNow -= 1),
      };
    },
    tokenIds: async (_files: unknown, texts: readonly string[]) => {
      const tokenizer = loadTokenizer(exportFixture());
      return texts.map((text) => [...tokenizer.encode(text.replace('!', ''), { maxLength: 99 }).ids]);
    },
  };
  return made;
}

/** A run with its zip, its rows and the engine's answers on them. */
async function exported(unmade: readonly UnmadePrecision[] = []) {
  const input = { ...exportFixture(), unmade };
  const files = createMemoryFileStore();
  const records = createMemoryRecordStore();
  await records.runs.put(input.run);
  const path = paths.export(RUN, 'mine.zip');
  const sizeBytes = await exportZip(input, await files.openWriter(path));
  const { weightsStep: step } = input;
  const report = { path, fileName: 'mine.zip', sizeBytes, step, unmade, certificate: null };
  await files.write(paths.exportReport(RUN), JSON.stringify(report));
  const column = { filled: 3, distinct: 3, meanLength: 9, examples: [], names: null };
  const dataset: DatasetRecord = {
    id: 'd1',
    name: 'titles',
    task: 'text-classification',
    createdAt: 0,
    updatedAt: 0,
    files: [
      {
        id: 'f1',
        name: 'titles.csv',
        role: 'auto',
        sizeBytes: 1,
        options: { format: 'jsonl', encoding: 'utf-8' },
        rowCount: TEXTS.length,
        columns: [
          { ...column, name: 'n' },
          { ...column, name: 'text' },
        ],
        notices: [],
        noticeCount: 0,
        proposal: null,
        alternatives: [],
      },
    ],
    mapping: { task: 'text-classification', text: 'text', textPair: null, label: 'n', split: null },
    labelMap: null,
    split: { seed: 1, validationShare: 0, testShare: 0 },
    tagging: DEFAULT_TAGGING,
  };
  await records.datasets.put(dataset);
  const rows = TEXTS.map((text, i) => ({ row: i + 1, line: i + 1, cells: ['0', text] }));
  await files.write(paths.rows('d1', 'f1'), rowLines(rows));
  const tokenizer = loadTokenizer(input);
  const reference: Reference = {
    version: 1,
    task: 'text-classification',
    labels: input.run.spec.labels,
    step: input.weightsStep,
    backend: 'cpu',
    split: 'test',
    splitRows: 7,
    rows: TEXTS.map((text, i) => {
      const { ids, typeIds } = tokenizer.encode(text, { maxLength: 32 });
      return {
        fileId: 'f1',
        row: i + 1,
        inputIds: [...ids],
        tokenTypeIds: [...typeIds],
        logits: [0, 1, 2].map((label) => (label === i ? 3 : -1)),
        labels: [i],
        wordIds: [],
      };
    }),
  };
  await files.write(paths.reference(RUN), JSON.stringify(reference));
  return { files, records, reference };
}

test('certifies every precision, one in memory at a time, and seals the zip', async () => {
  const { files, records, reference } = await exported();
  const fake = library(reference);
  const service = createInferenceService(files, records, fake);
  const { certificate, sizeBytes, path } = await service.certify('op', { runId: RUN, device: 'wasm' });
  expect(fake.opened).toEqual(['float32 on wasm', 'float16 on wasm', 'int8 on wasm']);
  expect(fake.openNow).toBe(0);
  expect(certificate.formats.map(({ precision, outcome }) => [precision, outcome])).toEqual([
    ['float32', 'kept'],
    ['float16', 'missed'],
    ['int8', 'kept'],
  ]);
  expect(certificate).toMatchObject({ rows: 3, splitRows: 7, metric: 'accuracy', engine: { metric: 1 } });
  // The fake tokenizer overlooks exclamation marks.
  expect(certificate.tokenizer).toEqual({
    compared: 3,
    different: [{ fileId: 'f1', row: 1 }],
    failure: null,
  });
  expect((await files.read(path)).size).toBe(sizeBytes);
  const sealed = await openExportedFiles(files, RUN);
  expect(sealed.report.certificate).toEqual(certificate);
  expect(await sealed.text('README.md')).toContain('**misses its bound**');
});

test('without its data a run is certified all the same, its tokenizer apart', async () => {
  const { files, records, reference } = await exported();
  const service = createInferenceService(files, records, library(reference));
  await records.datasets.delete('d1');
  const tokenizer = async () =>
    (await service.certify('op', { runId: RUN, device: 'wasm' })).certificate.tokenizer;
  expect(await tokenizer()).toEqual({ compared: 0, different: [], failure: null });
});

test('words that are cut apart are read with a space between', async () => {
  const { files, records, reference } = await exported();
  const rows = TEXTS.flatMap((text) => text.split(' ').map((word) => [word, 'O'] as const));
  const lines = rows.map((cells, i) => ({ row: i + 1, line: i + 1, cells: [...cells] }));
  await files.write(paths.rows('d1', 'f1'), rowLines(lines));
  await records.datasets.update('d1', {
    task: 'token-classification',
    mapping: {
      task: 'token-classification',
      layout: 'rows',
      token: 'n',
      tag: 'text',
      sentence: null,
      split: null,
    },
  });
  const service = createInferenceService(files, records, library(reference));
  const { certificate } = await service.certify('op', { runId: RUN, device: 'wasm' });
  // Without blank lines all words are one sentence, which begins in row 1.
  expect(certificate.tokenizer).toEqual({
    compared: 1,
    different: [{ fileId: 'f1', row: 1 }],
    failure: null,
  });
});

test('a precision that does not run is a finding, and is let go of', async () => {
  const { files, records, reference } = await exported();
  const fake = library(reference, {
    float16: () => {
      throw new AppError('EXPORT_UNOPENABLE', { reason: 'no half floats' });
    },
  });
  const service = createInferenceService(files, records, fake);
  const { certificate } = await service.certify('op', { runId: RUN, device: 'webgpu' });
  expect(certificate.formats[1]).toMatchObject({ outcome: 'failed', failure: { code: 'EXPORT_UNOPENABLE' } });
  expect(fake.openNow).toBe(0);
});

test('a precision that the zip goes without is a finding, and is not opened', async () => {
  const failure = {
    code: 'EXPORT_BEYOND_HALF',
    details: { tensor: 'classifier.bias', value: 7e4 },
  } as const;
  const { files, records, reference } = await exported([{ precision: 'float16', failure }]);
  const fake = library(reference);
  const service = createInferenceService(files, records, fake);
  const { certificate } = await service.certify('op', { runId: RUN, device: 'wasm' });
  expect(fake.opened).toEqual(['float32 on wasm', 'int8 on wasm']);
  expect(certificate.formats[1]).toEqual({
    outcome: 'unmade',
    precision: 'float16',
    file: 'onnx/model_fp16.onnx',
    failure,
  });
  const { text, names } = await openExportedFiles(files, RUN);
  expect(names).not.toContain('onnx/model_fp16.onnx');
  const card = await text('README.md');
  expect(card).toContain('| `onnx/model_fp16.onnx` | fp16 | **not made** | – |');
  expect(card).toContain('fp16 is not there: The weight “classifier.bias” holds 70,000; 16-bit');
});

test('a tokenizer that the library cannot read is a finding; the graphs are certified', async () => {
  const { files, records, reference } = await exported();
  const unread = async () => {
    throw new AppError('EXPORT_TOKENIZER_UNREADABLE', { reason: 'an unknown type' });
  };
  const service = createInferenceService(files, records, { ...library(reference), tokenIds: unread });
  const { certificate } = await service.certify('op', { runId: RUN, device: 'wasm' });
  expect(certificate.tokenizer).toMatchObject({
    compared: 0,
    failure: { code: 'EXPORT_TOKENIZER_UNREADABLE', details: { reason: 'an unknown type' } },
  });
  expect(certificate.formats[0]).toMatchObject({ outcome: 'kept' });
});

test.each(['certify', 'predictExport'] as const)(
  '%s lets a cancel in between two rows, though the library keeps the thread to itself',
  async (method) => {
    const { files, records, reference } = await exported();
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = ({ data }: MessageEvent<string>) => void service.cancel(data);
    let answered = 0;
    const cancelAtFirst = () => {
      if (answered++ === 0) port1.postMessage('op');
    };
    const service = createInferenceService(files, records, library(reference, { float32: cancelAtFirst }));
    const target = { runId: RUN, precision: 'float32', device: 'wasm' } as const;
    const call =
      method === 'certify' ? service.certify('op', target) : service.predictExport('op', target, TEXTS);
    await expect(call).rejects.toMatchObject({ code: 'WORKER_CANCELLED' });
    port1.close();
    expect(answered).toBeLessThan(TEXTS.length);
  },
);

test('is cancelled between two rows, and leaves the zip as it was', async () => {
  const { files, records, reference } = await exported();
  const fake = library(reference, { float16: () => void service.cancel('op') });
  const service = createInferenceService(files, records, fake);
  const { port1, port2 } = new MessageChannel();
  await service.connect(port2);
  const told: OperationEvent[] = [];
  port1.onmessage = ({ data }: MessageEvent<OperationEvent>) => told.push(data);
  const call = service.certify('op', { runId: RUN, device: 'wasm' });
  await expect(call).rejects.toMatchObject({ code: 'WORKER_CANCELLED' });
  await vi.waitFor(() =>
    expect(told[0]).toMatchObject({ stage: 'checking', done: 0, total: 9, unit: 'rows' }),
  );
  port1.close();
  expect(fake.openNow).toBe(0);
  const zip = await openExportedFiles(files, RUN);
  expect(zip.report.certificate).toBeNull();
  expect(zip.names).not.toContain('certificate.json');
});

test('weights of another step are refused, and so is a zip that is gone', async () => {
  const { files, records, reference } = await exported();
  const service = createInferenceService(files, records, library(reference));
  await files.write(paths.reference(RUN), JSON.stringify({ ...reference, step: 99 }));
  const certify = () => service.certify('op', { runId: RUN, device: 'wasm' });
  await expect(certify()).rejects.toMatchObject({ code: 'EXPORT_STALE', details: { step: 99 } });
  await files.remove(paths.exports(RUN));
  await expect(certify()).rejects.toMatchObject({ code: 'EXPORT_MISSING' });
});

test('answers stay open until another target is asked', async () => {
  const { files, records, reference } = await exported();
  const fake = library(reference);
  const service = createInferenceService(files, records, fake);
  const target = { runId: RUN, precision: 'int8', device: 'wasm' } as const;
  const { predictions } = await service.predictExport('a', target, TEXTS);
  expect(
    predictions.map((answer) => answer.task === 'text-classification' && answer.scores[0]?.label),
  ).toEqual(reference.labels);
  await service.openExport('b', target);
  expect(fake.opened).toEqual(['int8 on wasm']);
  await Promise.all([
    service.openExport('c', { ...target, precision: 'float32' }),
    service.predictExport('d', target, TEXTS),
  ]);
  expect(fake.opened).toEqual(['int8 on wasm', 'float32 on wasm', 'int8 on wasm']);
  expect(fake.openNow).toBe(1);
  await service.closeExport();
  expect(fake.openNow).toBe(0);
});

test.each([
  ['{}', 'MODEL_NO_TOKENIZER'],
  ['{"model": ', 'MODEL_BAD_ZIP'],
])('a zip whose tokenizer.json is %s is refused by %s, and leaves no model open', async (text, code) => {
  const { files, records, reference } = await exported();
  const zip = await openExportedFiles(files, RUN);
  const entries = await Promise.all(
    zip.names.map(async (name) => textEntry(name, name === 'tokenizer.json' ? text : await zip.text(name))),
  );
  await zipInto(await files.openWriter(zip.report.path), async () => entries, 0);
  const fake = library(reference);
  const service = createInferenceService(files, records, fake);
  const target = { runId: RUN, precision: 'int8', device: 'wasm' } as const;
  await expect(service.openExport('a', target)).rejects.toMatchObject({ code });
  expect(fake.openNow).toBe(0);
});

test('what cannot be read any more is told by what mends it', async () => {
  const { files, records, reference } = await exported();
  const service = createInferenceService(files, records, library(reference));
  const target = { runId: RUN, precision: 'int8', device: 'wasm' } as const;
  await files.write(paths.reference(RUN), '{"version": ');
  await expect(service.certify('a', target)).rejects.toMatchObject({
    code: 'STORAGE_DAMAGED',
    details: { file: paths.reference(RUN) },
  });
  for (const text of ['{"path": ', '{}']) {
    await files.write(paths.exportReport(RUN), text);
    await expect(service.openExport('b', target)).rejects.toMatchObject({ code: 'EXPORT_MISSING' });
  }
});
