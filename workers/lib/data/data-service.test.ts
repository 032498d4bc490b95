import { describe, expect, it, vi } from 'vitest';
import type { DataApi, ModelImport } from '../../../src/core/contract/api';
import {
  csvOptionsSchema,
  type DatasetFile,
  type DatasetRecord,
  DEFAULT_TAGGING,
} from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import type { OperationEvent } from '../../../src/core/contract/events';
import type { ModelRecord } from '../../../src/core/contract/model';
import { type FileStore, paths } from '../../../src/core/contract/storage';
import { newRunRecord } from '../../../src/core/recipe/new-run';
import { PRETRAINED_RECIPE } from '../../../src/core/recipe/recipe';
import { decodeExampleSet } from '../../../src/engine/data/example-set';
import { loadTokenizer } from '../../../src/engine/tokenizer/tokenizer';
import { tokenizerJsonFromVocab } from '../../../src/engine/tokenizer/vocab';
import { createMemoryFileStore } from '../../../src/storage/memory-file-store';
import { createMemoryRecordStore } from '../../../src/storage/memory-record-store';
import { keepRunModel } from '../models/run-model';
import { createDataService } from './data-service';

const VOCAB = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'good', 'bad', 'film', '##s', ','];
const TOKENIZER_JSON = tokenizerJsonFromVocab(VOCAB.join('\n'), { lowercase: true });

const MODEL: ModelRecord = {
  id: 'm',
  name: 'm',
  source: { kind: 'local', name: 'm' },
  architecture: 'bert',
  stage: 'pretrained',
  licence: null,
  createdAt: 0,
  sizeBytes: 0,
  dtype: 'F32',
  parameterCount: 0,
  hiddenSize: 1,
  layerCount: 1,
  headCount: 1,
  intermediateSize: 1,
  vocabSize: VOCAB.length,
  maxLength: 16,
  lowercase: true,
  head: null,
  missing: [],
  unexpected: [],
};

async function setUp({ quotaBytes = Number.POSITIVE_INFINITY } = {}) {
  const files = createMemoryFileStore({ quotaBytes });
  const records = createMemoryRecordStore();
  await records.models.put(MODEL);
  await files.write(paths.modelFile('m', 'tokenizer.json'), JSON.stringify(TOKENIZER_JSON));
  const models = {
    importModel: async (request: ModelImport, { signal }: { signal: AbortSignal }) => {
      expect(request.kind).toBe('starter');
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new AppError('WORKER_CANCELLED')));
      });
      return MODEL;
    },
  };
  const fetchProgram = () => Promise.reject(new TypeError('no programs in this test'));
  return { files, records, api: createDataService({ files, records, models, fetchProgram }) };
}

const csv = (text: string, name = 'data.csv'): File => new File([text], name);
const take = (api: DataApi, file: File, fileId = 'f'): Promise<DatasetFile> =>
  api.importFile(`import ${fileId}`, { datasetId: 'd', fileId, file });

const dataset = (files: DatasetFile[], changes: Partial<DatasetRecord> = {}): DatasetRecord => ({
  id: 'd',
  name: 'd',
  task: 'text-classification',
  createdAt: 0,
  updatedAt: 0,
  files,
  mapping: files[0]?.proposal ?? null,
  labelMap: null,
  split: { seed: 1, validationShare: 0, testShare: 0 },
  tagging: DEFAULT_TAGGING,
  ...changes,
});

const FIRST = { labelAllTokens: 'first' } as const;

async function failureOf(promise: Promise<unknown>) {
  const thrown: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (thrown instanceof AppError) return thrown.failure;
  throw new Error(`expected an AppError, got ${String(thrown)}`);
}

const TEXT = 'text,label\n"Good, good\nfilm",pos\nBad films,neg\n,neg\nGood,pos\nBad bad,neg\n';

describe('importFile', () => {
  it('keeps the bytes, writes the rows and describes the file', async () => {
    const { api, files } = await setUp();
    const file = await take(api, csv(TEXT));
    expect(file).toMatchObject({
      id: 'f',
      name: 'data.csv',
      role: 'auto',
      sizeBytes: TEXT.length,
      options: { format: 'csv', encoding: 'utf-8', delimiter: ',', quote: '"', hasHeader: true },
      rowCount: 5,
      noticeCount: 0,
      proposal: { task: 'text-classification', text: 'text', label: 'label' },
    });
    expect(file.columns.map(({ name, filled, distinct }) => [name, filled, distinct])).toEqual([
      ['text', 4, 4],
      ['label', 5, 2],
    ]);
    expect(await (await files.read(paths.source('d', 'f'))).text()).toBe(TEXT);
    const lines = (await (await files.read(paths.rows('d', 'f'))).text()).split('\n');
    expect(lines.slice(0, 2)).toEqual(['[1,2,"Good, good\\nfilm","pos"]', '[2,4,"Bad films","neg"]']);
    expect(await api.readRows('d', 'f', { offset: 3, limit: 10 })).toEqual([
      { row: 4, line: 6, cells: ['Good', 'pos'] },
      { row: 5, line: 7, cells: ['Bad bad', 'neg'] },
    ]);
    expect(await api.readRows('d', 'f', { offset: 9, limit: 10 })).toEqual([]);
  });

  it.each([
    ['an empty file', '', 'DATA_EMPTY_FILE'],
    ['a header alone', 'text,label\n', 'DATA_NO_ROWS'],
    ['a zip', 'PK\u0003\u0004', 'DATA_BINARY_FILE'],
  ])('refuses %s and leaves nothing behind', async (_, text, code) => {
    const { api, files } = await setUp();
    expect(await failureOf(take(api, csv(text)))).toMatchObject({ code, details: { file: 'data.csv' } });
    expect(await files.list('datasets/d')).toEqual([]);
  });

  it('leaves nothing behind when the disk is full', async () => {
    const { api, files } = await setUp({ quotaBytes: 4000 });
    expect(await failureOf(take(api, csv(`text,label\n${'word,x\n'.repeat(400)}`)))).toMatchObject({
      code: 'STORAGE_FULL',
    });
    expect(await files.list('datasets/d')).toEqual([]);
  });

  it('reads again with other options', async () => {
    const { api } = await setUp();
    const first = { ...(await take(api, csv('good film,pos\n1,neg\n'))), role: 'test' as const };
    const reparse = (hasHeader: boolean, file: DatasetFile) =>
      api.reparseFile('op', {
        datasetId: 'd',
        file,
        options: { ...csvOptionsSchema.parse(file.options), hasHeader },
      });
    const again = await reparse(false, first);
    expect(again).toMatchObject({ role: 'test', rowCount: 2, options: { hasHeader: false } });
    expect(again.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2']);
    const rows = await api.readRows('d', 'f', { offset: 0, limit: 5 });
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['good film', 'pos'],
      ['1', 'neg'],
    ]);
    const delimiter = {
      ...again,
      options: { ...csvOptionsSchema.parse(again.options), delimiter: '|' as const },
    };
    expect(await reparse(false, delimiter)).toMatchObject({ rowCount: 2, columns: [{ name: 'column 1' }] });
  });

  it('keeps the old rows when reading again fails', async () => {
    const { api, files } = await setUp();
    const file = await take(api, csv('1,2\n'));
    const options = { ...csvOptionsSchema.parse(file.options), hasHeader: true };
    expect(await failureOf(api.reparseFile('op', { datasetId: 'd', file, options }))).toEqual({
      code: 'DATA_NO_ROWS',
      details: { file: 'data.csv' },
    });
    expect(await api.readRows('d', 'f', { offset: 0, limit: 5 })).toEqual([
      { row: 1, line: 1, cells: ['1', '2'] },
    ]);
    expect(await files.list('datasets/d/f')).toEqual(['rows.ndjson', 'source']);
  });
});

describe('operations', () => {
  const large = csv(`text,label\n${'some words in a line,x\nother words in it,y\n'.repeat(60_000)}`);

  it('tell how far they are, at most about ten times a second, and end complete', async () => {
    const { api } = await setUp();
    const { port1, port2 } = new MessageChannel();
    const events: OperationEvent[] = [];
    port1.onmessage = ({ data }: MessageEvent<OperationEvent>) => events.push(data);
    await api.connect(port2);
    const begin = performance.now();
    await take(api, large);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const seconds = (performance.now() - begin) / 1000;
    port1.close();
    expect(new Set(events.map(({ stage }) => stage))).toEqual(new Set(['reading', 'parsing']));
    expect(events.length).toBeLessThanOrEqual(10 * seconds + 5);
    for (const stage of ['reading', 'parsing']) {
      const done = events.filter((event) => event.stage === stage).map((event) => event.done);
      expect(done).toEqual(done.toSorted((a, b) => a - b));
      expect(done.at(-1)).toBe(large.size);
    }
    expect(
      events.every(
        ({ operationId, total, unit }) =>
          operationId === 'import f' && total === large.size && unit === 'bytes',
      ),
    ).toBe(true);
  });

  it('end with WORKER_CANCELLED at the next boundary, and leave nothing behind', async () => {
    const { api, files } = await setUp();
    const importing = failureOf(take(api, large));
    setTimeout(() => void api.cancel('import f'), 5);
    expect(await importing).toEqual({ code: 'WORKER_CANCELLED', details: {} });
    expect(await files.list('datasets/d')).toEqual([]);
    await api.cancel('never heard of');
  });

  it('do not say that nothing was done when the rows are in their place already', async () => {
    const { api, files } = await setUp();
    const file = await take(api, csv('1,2\n3,4\n'));
    const options = { ...csvOptionsSchema.parse(file.options), delimiter: ';' as const };
    const { openWriter } = files;
    vi.spyOn(files, 'openWriter').mockImplementation(async (path) => {
      const writer = await openWriter(path);
      return {
        ...writer,
        close: async () => {
          await api.cancel('op');
          return writer.close();
        },
      };
    });
    const again = await api.reparseFile('op', { datasetId: 'd', file, options });
    expect(again).toMatchObject({ rowCount: 2, options: { delimiter: ';' } });
    expect((await api.readRows('d', 'f', { offset: 0, limit: 1 }))[0]?.cells).toEqual(['1,2']);
  });

  it('pass a cancellation on to a model’s import', async () => {
    const { api } = await setUp();
    const importing = failureOf(api.importModel('op', { kind: 'starter' }));
    await api.cancel('op');
    expect(await importing).toMatchObject({ code: 'WORKER_CANCELLED' });
  });
});

describe('inspect', () => {
  it('counts over all files', async () => {
    const { api } = await setUp();
    const train = await take(api, csv(TEXT));
    const test = {
      ...(await take(api, csv('label,text\npos,good film\nneg,bad film\n'), 'g')),
      role: 'test' as const,
    };
    const report = await api.inspect('op', dataset([train, test]));
    expect(report).toMatchObject({
      rowCount: 7,
      counts: { train: [2, 2], validation: [0, 0], test: [1, 1] },
      excludedCounts: { 'empty-text': 1 },
      excluded: [{ fileId: 'f', row: 3, line: 5, reason: 'empty-text', excerpt: 'neg' }],
      labelMap: { labels: ['neg', 'pos'] },
    });
  });
});

describe('prepare', () => {
  async function readSplit(files: FileStore, path: string) {
    return decodeExampleSet(new Uint8Array(await (await files.read(path)).arrayBuffer()));
  }

  it('tokenizes each usable row as the model’s tokenizer does', async () => {
    const { api, files } = await setUp();
    const train = await take(api, csv(TEXT));
    const test = {
      ...(await take(api, csv('text,label\ngood film,pos\nbad film,neg\n'), 'g')),
      role: 'test' as const,
    };
    const prepared = await api.prepare('op', {
      dataset: dataset([train, test]),
      modelId: 'm',
      maxLength: 5,
      ...FIRST,
    });
    expect(prepared).toMatchObject({
      datasetId: 'd',
      modelId: 'm',
      maxLength: 5,
      labels: ['neg', 'pos'],
      excluded: 1,
      splits: {
        train: { examples: 4, tokens: 5 + 5 + 3 + 4, truncated: 1, lengthCounts: [0, 0, 0, 1, 1, 2] },
        validation: null,
        test: { examples: 2, tokens: 8, truncated: 0 },
      },
    });
    const set = await readSplit(files, prepared.splits.train.path);
    const tokenizer = loadTokenizer({ tokenizerJson: TOKENIZER_JSON, tokenizerConfig: null });
    const texts = ['Good, good\nfilm', 'Bad films', 'Good', 'Bad bad'];
    for (const [i, text] of texts.entries()) {
      const ids = set.inputIds.slice(set.starts[i], set.starts[i + 1]);
      expect(ids).toEqual(tokenizer.encode(text, { maxLength: 5 }).ids);
    }
    expect([...set.labels]).toEqual([1, 0, 1, 0]);
    expect([...set.rows]).toEqual([1, 2, 4, 5]);
    const held = await readSplit(files, prepared.splits.test?.path ?? '');
    expect([...held.files]).toEqual([1, 1]);
  });

  it('knows the file of each example, however many there are', async () => {
    const { files, api } = await setUp();
    const imported: DatasetFile[] = [];
    for (let i = 0; i < 300; i++) {
      imported.push(await take(api, csv(`text,label\ngood film,${i % 2 === 0 ? 'yes' : 'no'}`), `f${i}`));
    }
    const prepared = await api.prepare('p', {
      dataset: dataset(imported),
      modelId: 'm',
      maxLength: 16,
      ...FIRST,
    });
    const { files: indices } = await readSplit(files, prepared.splits.train.path);
    expect(Array.from(indices, (index) => prepared.fileIds[index])).toEqual(imported.map(({ id }) => id));
  });

  it.each(['{"datasetId":', '{}'])('does the work again where its record is damaged: %s', async (text) => {
    const { api, files } = await setUp();
    const request = { dataset: dataset([await take(api, csv(TEXT))]), modelId: 'm', maxLength: 8, ...FIRST };
    const first = await api.prepare('op', request);
    await files.write(first.splits.train.path.replace('train.bin', 'manifest.json'), text);
    expect(await api.prepare('op', request)).toEqual(first);
  });

  it('does the work once for the same inputs, again for others', async () => {
    const { api, files } = await setUp();
    const file = await take(api, csv(TEXT));
    const ask = (changes: Partial<DatasetRecord> = {}, maxLength = 8) =>
      api.prepare('op', { dataset: dataset([file], changes), modelId: 'm', maxLength, ...FIRST });
    const first = await ask();
    await files.remove(paths.rows('d', 'f'));
    expect(await ask({ name: 'renamed', updatedAt: 9 })).toEqual(first);
    // The model reads 16 tokens; asking for more is the same as asking for that.
    expect((await failureOf(ask({}, 9))).code).toBe('STORAGE_NOT_FOUND');
    expect((await failureOf(ask({ split: { seed: 2, validationShare: 0.2, testShare: 0 } }))).code).toBe(
      'STORAGE_NOT_FOUND',
    );
    await files.write(paths.modelFile('m', 'tokenizer_config.json'), '{"do_lower_case":false}');
    expect((await failureOf(ask())).code).toBe('STORAGE_NOT_FOUND');
  });

  it.each([
    ['one label', 'text,label\ngood,x\nbad,x\n', { code: 'DATA_ONE_LABEL', details: { label: 'x' } }],
    ['no label', 'text,label\ngood,\nbad,\n', { code: 'DATA_NO_USABLE_ROWS', details: {} }],
    [
      'no training rows',
      'text,label,split\ngood,x,test\nbad,y,test\n',
      { code: 'DATA_NO_USABLE_ROWS', details: { split: 'train' } },
    ],
  ])('refuses %s', async (_, text, failure) => {
    const { api } = await setUp();
    const file = await take(api, csv(text));
    const split = file.columns.some(({ name }) => name === 'split') ? 'split' : null;
    const mapping = {
      task: 'text-classification',
      text: 'text',
      textPair: null,
      label: 'label',
      split,
    } as const;
    const request = { dataset: dataset([file], { mapping }), modelId: 'm', maxLength: 8, ...FIRST };
    expect(await failureOf(api.prepare('op', request))).toEqual(failure);
  });

  it('says when the model, or its tokenizer, is gone', async () => {
    const { api, files } = await setUp();
    const file = await take(api, csv(TEXT));
    const request = { dataset: dataset([file]), modelId: 'm', maxLength: 8, ...FIRST };
    expect((await failureOf(api.prepare('op', { ...request, modelId: 'x' }))).code).toBe('MODEL_NOT_FOUND');
    await files.remove(paths.modelFile('m', 'tokenizer.json'));
    expect((await failureOf(api.prepare('op', request))).code).toBe('MODEL_NO_TOKENIZER');
  });
});

describe('alignRows', () => {
  const SENTENCES = 'tokens,tags\ngood films,B-X O\nbad,O\n';

  it('cuts words by the tokenizer that the run keeps, or by the library’s', async () => {
    const { api, files, records } = await setUp();
    const file = await take(api, csv(SENTENCES));
    const prepare = {
      dataset: dataset([file], { task: 'token-classification' }),
      modelId: 'm',
      maxLength: 16,
      ...FIRST,
    } as const;
    const data = await api.prepare('op', prepare);
    const { task, labels, datasetId } = data;
    const names = { datasetName: 'd', modelName: 'm' };
    const spec = {
      id: 'r',
      task,
      datasetId,
      modelId: 'm',
      ...names,
      labels,
      data,
      recipe: PRETRAINED_RECIPE,
    };
    const run = newRunRecord({ ...spec, backend: 'auto' }, 'run', 0);
    await records.runs.put(run);
    await keepRunModel(files, records, run.spec);
    const request = {
      ...prepare,
      fileId: 'f',
      row: 1,
      limit: 1,
      scheme: 'IOB2',
      tags: ['O', 'B-X', 'I-X'],
    } as const;
    const tokens = async (runId: string | null) => {
      const [sentence] = await api.alignRows({ ...request, runId });
      return sentence?.words.map((word) => word.tokens.map(({ text, label }) => [text, label]));
    };
    const cut = [
      [['good', 'B-X']],
      [
        ['film', 'O'],
        ['##s', null],
      ],
    ];
    expect(await tokens(null)).toEqual(cut);
    await records.models.delete('m');
    await files.remove(paths.model('m'));
    expect(await tokens(run.id)).toEqual(cut);
    expect((await failureOf(tokens(null))).code).toBe('MODEL_NOT_FOUND');
    await files.remove(paths.runModel(run.id));
    expect((await failureOf(tokens(run.id))).code).toBe('RUN_MODEL_GONE');
  });
});
