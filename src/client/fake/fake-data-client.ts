import type { ModelImport } from '../../core/contract/api';
import type {
  DatasetFile,
  OptionsOf,
  ParseOptions,
  PreparedData,
  PreparedSplit,
} from '../../core/contract/dataset';
import { AppError } from '../../core/contract/errors';
import type { ModelRecord, ModelSource } from '../../core/contract/model';
import { type FileStore, paths, type RecordStore } from '../../core/contract/storage';
import type { DataClient } from '../types';
import type { Faults } from './faults';
import { fakeFinishedRun, FINISHED_CURVES } from './fake-finished-run';
import { fakeAlignedRow } from './fake-sentences';
import {
  type Example,
  type FakeTable,
  isUsed,
  parseTable,
  profile,
  propose,
  report,
  splitExamples,
} from './fake-table';

const OPTIONS: OptionsOf<'csv'> = {
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  hasHeader: true,
};

/** A data worker in memory: reads simple CSV and TSV without quotes, counts words as tokens, invents models. */
export function createFakeDataClient(files: FileStore, records: RecordStore, faults: Faults): DataClient {
  const texts = new Map<string, string>();
  const tables = new Map<string, FakeTable>();
  let models = 0;
  let runs = 0;

  const parse = (id: string, name: string, options: ParseOptions, role: DatasetFile['role']): DatasetFile => {
    const text = texts.get(id) ?? '';
    if (text.trim() === '') throw new AppError('DATA_EMPTY_FILE', { file: name });
    if (options.format !== 'csv') throw new AppError('DATA_UNREADABLE', { file: name });
    const table = parseTable(text, options.delimiter, options.hasHeader);
    if (table.rows.length === 0) throw new AppError('DATA_NO_ROWS', { file: name });
    tables.set(id, table);
    const columns = profile(table);
    const [proposal = null, ...alternatives] = propose(columns);
    return {
      id,
      name,
      role,
      sizeBytes: text.length,
      options,
      rowCount: table.rows.length,
      columns,
      notices: [],
      noticeCount: 0,
      proposal,
      alternatives,
    };
  };

  return {
    importFile: async ({ fileId, file }, options) => {
      await faults.pass('importFile', options, 'parsing');
      texts.set(fileId, await file.text());
      return parse(
        fileId,
        file.name,
        { ...OPTIONS, delimiter: file.name.endsWith('.tsv') ? '\t' : ',' },
        'auto',
      );
    },
    reparseFile: async ({ file, options }, call) => {
      await faults.pass('reparseFile', call, 'parsing');
      return parse(file.id, file.name, options, file.role);
    },
    readRows: async (_datasetId, fileId, { offset, limit }) => {
      await faults.pass('readRows');
      return tables.get(fileId)?.rows.slice(offset, offset + limit) ?? [];
    },
    inspect: async (dataset, options) => {
      await faults.pass('inspect', options, 'checking');
      return report(dataset, tables);
    },
    prepare: async ({ dataset, modelId, maxLength }, options) => {
      await faults.pass('prepare', options, 'tokenizing');
      const { labelMap, excludedCounts, tagging } = report(dataset, tables);
      if (labelMap.labels.length < (tagging === null ? 2 : 1)) throw new AppError('DATA_ONE_LABEL');
      const splits = splitExamples(dataset, tables);
      const usable = (examples: readonly Example[]) =>
        examples.filter((example) => isUsed(example, { labelMap }));
      const prepared: PreparedData = {
        datasetId: dataset.id,
        modelId,
        task: dataset.task,
        maxLength,
        labels: [...(tagging?.tags ?? labelMap.labels)],
        splits: {
          train: tokenize(usable(splits.train), maxLength, 'train'),
          validation:
            splits.validation.length === 0
              ? null
              : tokenize(usable(splits.validation), maxLength, 'validation'),
          test: splits.test.length === 0 ? null : tokenize(usable(splits.test), maxLength, 'test'),
        },
        excluded: Object.values(excludedCounts).reduce((sum, count) => sum + count, 0),
        fileIds: dataset.files.map(({ id }) => id),
      };
      return prepared;
    },
    alignRows: async ({ dataset, fileId, row, limit, labelAllTokens, modelId, runId }) => {
      await faults.pass('alignRows');
      // A run keeps its tokenizer.
      if (runId === null && (await records.models.get(modelId)) === undefined) {
        throw new AppError('MODEL_NOT_FOUND', { model: modelId });
      }
      const { train, validation, test } = splitExamples(dataset, tables);
      const { labelMap } = report(dataset, tables);
      return [...train, ...validation, ...test]
        .filter((example) => example.fileId === fileId && example.row.row >= row)
        .sort((a, b) => a.row.row - b.row.row)
        .slice(0, limit)
        .map((example) => fakeAlignedRow(example, labelMap, labelAllTokens));
    },
    packDataset: async ({ dataset }, options) => {
      await faults.pass('packDataset', options, 'writing');
      return { path: paths.packed(dataset.id), sizeBytes: 1 };
    },
    importModel: async (request, options) => {
      await faults.pass('importModel', options, request.kind === 'hub' ? 'downloading' : 'checking');
      const model = fakeModel(`model-${++models}`, request, models);
      await records.models.put(model);
      return model;
    },
    removeModel: async (modelId) => {
      await faults.pass('removeModel');
      await records.models.delete(modelId);
      await files.remove(paths.model(modelId));
    },
    exportBundle: async ({ spec }, options) => {
      await faults.pass('exportBundle', options, 'writing');
      const path = paths.bundle(spec.id);
      return { path, fileName: 'run-cluster.zip', sizeBytes: await files.write(path, 'zip') };
    },
    importRun: async ({ name }, options) => {
      await faults.pass('importRun', options, 'reading');
      const run = fakeFinishedRun(`finished-${++runs}`, name);
      await records.metrics.append(run.id, FINISHED_CURVES);
      await records.runs.put(run);
      return run;
    },
  };
}

/** One token a word, and two special ones. */
function tokenize(examples: readonly Example[], maxLength: number, split: string): PreparedSplit {
  const lengths = examples.map(({ text }) => text.split(/\s+/).length + 2);
  const lengthCounts = new Array<number>(maxLength + 1).fill(0);
  for (const length of lengths) {
    const kept = Math.min(length, maxLength);
    lengthCounts[kept] = (lengthCounts[kept] ?? 0) + 1;
  }
  return {
    path: `prepared/${split}`,
    examples: examples.length,
    tokens: lengths.reduce((sum, length) => sum + Math.min(length, maxLength), 0),
    truncated: lengths.filter((length) => length > maxLength).length,
    lengthCounts,
    cut: examples
      .filter(({ tags }) => tags.length + 2 > maxLength)
      .map(({ fileId, row, tags }) => ({ fileId, row: row.row, words: tags.length, kept: maxLength - 2 })),
  };
}

/** The sizes of BERT-tiny and of all-MiniLM-L6-v2. */
const TINY = {
  sizeBytes: 17_600_000,
  parameterCount: 4_385_920,
  hiddenSize: 128,
  layerCount: 2,
  headCount: 2,
  intermediateSize: 512,
};
const MINILM = {
  sizeBytes: 90_868_376,
  parameterCount: 22_713_216,
  hiddenSize: 384,
  layerCount: 6,
  headCount: 12,
  intermediateSize: 1536,
};

function fakeModel(id: string, request: ModelImport, createdAt: number): ModelRecord {
  const { name, source } = originOf(request);
  return {
    id,
    name,
    source,
    architecture: 'bert',
    stage: request.kind === 'starter' ? 'untrained' : 'pretrained',
    licence: 'apache-2.0',
    createdAt,
    ...(request.kind === 'starter' ? TINY : MINILM),
    dtype: 'F32',
    vocabSize: 30_522,
    maxLength: 512,
    lowercase: true,
    head: null,
    missing: [],
    unexpected: [],
  };
}

function originOf(request: ModelImport): { name: string; source: ModelSource } {
  if (request.kind === 'hub') {
    const { repo, revision } = request;
    return { name: repo.split('/').at(-1) ?? repo, source: { kind: 'hub', repo, revision } };
  }
  if (request.kind === 'local') return { name: request.name, source: { kind: 'local', name: request.name } };
  return { name: 'Starter', source: { kind: 'starter' } };
}
