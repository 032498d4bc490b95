import {
  type DatasetRecord,
  type DatasetReport,
  type PreparedData,
  type PreparedSplit,
  preparedDataSchema,
} from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { SPLIT_NAMES, type SplitName } from '../../../src/core/contract/task';
import { encodeExampleSet } from '../../../src/engine/data/example-set';
import { ExampleSetBuilder } from '../../../src/engine/data/example-set-builder';
import { Survey, type SurveyResult, textsOf } from '../../../src/engine/data/survey';
import { loadTokenizer, type Tokenizer } from '../../../src/engine/tokenizer/tokenizer';
import type { Operation } from '../operations';
import { breathe } from '../../../src/engine/runtime/breathe';
import { readRowBatches } from './rows-file';

/** Changes whenever the same inputs would give other examples. */
const FORMAT_VERSION = 1;
const MANIFEST = 'manifest.json';

/** Reads all rows of a dataset once. Throws `DATA_COLUMN_MISSING`, `DATA_NO_TEXT_COLUMN`, `WORKER_CANCELLED`. */
export async function surveyDataset(
  files: FileStore,
  dataset: DatasetRecord,
  operation: Operation,
): Promise<SurveyResult> {
  const survey = new Survey(dataset);
  await forEachRow(files, dataset, operation, 'checking', (fileIndex, row) => survey.add(fileIndex, row));
  return survey.finish();
}

type Visit = (fileIndex: number, row: { row: number; line: number; cells: readonly string[] }) => void;

async function forEachRow(
  files: FileStore,
  dataset: DatasetRecord,
  operation: Operation,
  stage: 'checking' | 'tokenizing',
  visit: Visit,
): Promise<void> {
  const total = dataset.files.reduce((sum, { rowCount }) => sum + rowCount, 0);
  let done = 0;
  for (const [fileIndex, file] of dataset.files.entries()) {
    const source = await files.read(paths.rows(dataset.id, file.id));
    for await (const batch of readRowBatches(source)) {
      operation.check();
      for (const row of batch) visit(fileIndex, row);
      done += batch.length;
      operation.progress({ stage, done, total, unit: 'rows' });
      await breathe();
    }
  }
}

interface PrepareRequest {
  readonly dataset: DatasetRecord;
  readonly modelId: string;
  readonly maxLength: number;
}

/**
 * Tokenizes a dataset for a model, or finds what was made of the same inputs before. Throws `DATA_ONE_LABEL`,
 * `DATA_NO_USABLE_ROWS` (split), `DATA_COLUMN_MISSING`, `MODEL_*`, `STORAGE_*`, `WORKER_CANCELLED`.
 */
export async function prepareDataset(
  files: FileStore,
  records: RecordStore,
  request: PrepareRequest,
  operation: Operation,
): Promise<PreparedData> {
  const { dataset, modelId } = request;
  const model = await records.models.get(modelId);
  if (model === undefined) throw new AppError('MODEL_NOT_FOUND', { model: modelId });
  const maxLength = Math.min(request.maxLength, model.maxLength);
  const tokenizerTexts = await readTokenizer(files, modelId);
  const key = await cacheKey({ ...request, maxLength }, tokenizerTexts);
  const stored = await readManifest(files, dataset.id, key);
  if (stored) return stored;

  const survey = await surveyDataset(files, dataset, operation);
  checkUsable(survey.report);
  const tokenizer = buildTokenizer(tokenizerTexts);
  const builders = await tokenize(files, dataset, survey, { tokenizer, maxLength }, operation);
  const write = (name: SplitName) => writeSplit(files, paths.prepared(dataset.id, key, name), builders[name]);
  const train = await write('train');
  if (train === null) throw new AppError('DATA_NO_USABLE_ROWS', { split: 'train' });
  const prepared: PreparedData = {
    datasetId: dataset.id,
    modelId,
    task: dataset.task,
    maxLength,
    labels: survey.report.labelMap.labels,
    splits: { train, validation: await write('validation'), test: await write('test') },
    excluded: Object.values(survey.report.excludedCounts).reduce((sum, count) => sum + count, 0),
    fileIds: dataset.files.map(({ id }) => id),
  };
  await files.write(manifestPath(dataset.id, key), JSON.stringify(prepared));
  return prepared;
}

function checkUsable({ counts, labelMap }: DatasetReport): void {
  const totals = labelMap.labels.map((_, id) =>
    SPLIT_NAMES.reduce((sum, split) => sum + (counts[split][id] ?? 0), 0),
  );
  const used = labelMap.labels.filter((_, id) => (totals[id] ?? 0) > 0);
  if (used.length === 0) throw new AppError('DATA_NO_USABLE_ROWS');
  if (used.length === 1) throw new AppError('DATA_ONE_LABEL', { label: used[0] ?? '' });
  if (counts.train.every((count) => count === 0))
    throw new AppError('DATA_NO_USABLE_ROWS', { split: 'train' });
}

async function tokenize(
  files: FileStore,
  dataset: DatasetRecord,
  survey: SurveyResult,
  { tokenizer, maxLength }: { tokenizer: Tokenizer; maxLength: number },
  operation: Operation,
): Promise<Record<SplitName, ExampleSetBuilder>> {
  const { mapping } = dataset;
  if (mapping === null) throw new AppError('DATA_NO_TEXT_COLUMN', { dataset: dataset.name });
  const builders = SPLIT_NAMES.map(() => new ExampleSetBuilder(maxLength));
  const texts = dataset.files.map((file) => textsOf(file, mapping));
  let index = 0;
  await forEachRow(files, dataset, operation, 'tokenizing', (file, row) => {
    const fate = survey.fate(index++);
    const read = texts[file];
    if (fate === null || !read) return;
    const { text, pair } = read(row);
    const encoding = tokenizer.encode(text, { maxLength, ...(pair !== undefined && { pair }) });
    builders[fate.split]?.add(encoding, { labels: [fate.label], file, row: row.row });
  });
  const [train, validation, test] = builders;
  if (!train || !validation || !test) throw new RangeError('a builder for each split');
  return { train, validation, test };
}

async function writeSplit(
  files: FileStore,
  path: string,
  builder: ExampleSetBuilder,
): Promise<PreparedSplit | null> {
  if (builder.length === 0) return null;
  await files.write(path, encodeExampleSet(builder.build()));
  const { length: examples, tokens, truncated, lengthCounts } = builder;
  return { path, examples, tokens, truncated, lengthCounts };
}

interface TokenizerTexts {
  readonly json: string;
  readonly config: string | null;
}

async function readTokenizer(files: FileStore, modelId: string): Promise<TokenizerTexts> {
  const jsonPath = paths.modelFile(modelId, 'tokenizer.json');
  const configPath = paths.modelFile(modelId, 'tokenizer_config.json');
  if (!(await files.exists(jsonPath))) throw new AppError('MODEL_NO_TOKENIZER', { model: modelId });
  return {
    json: await (await files.read(jsonPath)).text(),
    config: (await files.exists(configPath)) ? await (await files.read(configPath)).text() : null,
  };
}

function buildTokenizer({ json, config }: TokenizerTexts): Tokenizer {
  return loadTokenizer({
    tokenizerJson: JSON.parse(json),
    tokenizerConfig: config === null ? null : JSON.parse(config),
  });
}

/** A hash of all that decides what the examples are. */
async function cacheKey(
  { dataset, modelId, maxLength }: PrepareRequest,
  tokenizer: TokenizerTexts,
): Promise<string> {
  const inputs = {
    version: FORMAT_VERSION,
    files: dataset.files.map(({ id, role, options, sizeBytes, rowCount }) => ({
      id,
      role,
      options,
      sizeBytes,
      rowCount,
    })),
    task: dataset.task,
    mapping: dataset.mapping,
    labelMap: dataset.labelMap,
    split: dataset.split,
    modelId,
    maxLength,
    tokenizer,
  };
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(inputs)));
  return Array.from(new Uint8Array(digest, 0, 10), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Written last: it is there only when all splits are. */
const manifestPath = (datasetId: string, key: string): string =>
  paths.prepared(datasetId, key, 'train').replace(/[^/]*$/, MANIFEST);

async function readManifest(files: FileStore, datasetId: string, key: string): Promise<PreparedData | null> {
  const path = manifestPath(datasetId, key);
  if (!(await files.exists(path))) return null;
  const parsed = preparedDataSchema.safeParse(JSON.parse(await (await files.read(path)).text()));
  return parsed.success ? parsed.data : null;
}
