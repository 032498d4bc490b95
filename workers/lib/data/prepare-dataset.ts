import type { PrepareRequest } from '../../../src/core/contract/api';
import {
  type PreparedData,
  type PreparedSplit,
  preparedDataSchema,
} from '../../../src/core/contract/dataset';
import { AppError } from '../../../src/core/contract/errors';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { SPLIT_NAMES, type SplitName } from '../../../src/core/contract/task';
import type { DatasetSurvey } from '../../../src/engine/data/example-maker';
import { encodeExampleSet } from '../../../src/engine/data/example-set';
import { parseJson } from '../../../src/engine/data/formats/json/json-table';
import type { ExampleSetBuilder } from '../../../src/engine/data/example-set-builder';
import { findModel } from '../models/run-model';
import type { Operation } from '../operations';
import { forEachRow, surveyDataset } from './survey-dataset';
import { buildTokenizer, readTokenizer, type TokenizerTexts } from './tokenizer-files';

/** Changes whenever the same inputs would give other examples. */
const FORMAT_VERSION = 3;
const MANIFEST = 'manifest.json';

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
  const { record: model, folder } = await findModel(records, modelId);
  const maxLength = Math.min(request.maxLength, model.maxLength);
  const tokenizerTexts = await readTokenizer(files, folder);
  const key = await cacheKey({ ...request, maxLength }, tokenizerTexts);
  const stored = await readManifest(files, dataset.id, key);
  if (stored) return stored;

  const survey = await surveyDataset(files, dataset, operation);
  checkUsable(survey);
  const tokenizer = buildTokenizer(tokenizerTexts);
  const maker = survey.examples({ tokenizer, maxLength, labelAllTokens: request.labelAllTokens });
  await forEachRow(files, dataset, { operation, stage: 'tokenizing' }, maker);
  const write = (name: SplitName) =>
    writeSplit(files, paths.prepared(dataset.id, key, name), maker.builders[SPLIT_NAMES.indexOf(name)]);
  const train = await write('train');
  if (train === null) throw new AppError('DATA_NO_USABLE_ROWS', { split: 'train' });
  const prepared: PreparedData = {
    datasetId: dataset.id,
    modelId,
    task: dataset.task,
    maxLength,
    labels: [...survey.labels],
    splits: { train, validation: await write('validation'), test: await write('test') },
    excluded: Object.values(survey.report.excludedCounts).reduce((sum, count) => sum + count, 0),
    fileIds: dataset.files.map(({ id }) => id),
  };
  await files.write(manifestPath(dataset.id, key), JSON.stringify(prepared));
  return prepared;
}

/** At least two classes occur, and something is left to learn from; words outside of entities are a class of their own. */
function checkUsable({ report }: DatasetSurvey): void {
  const { counts, examples, labelMap } = report;
  if (Object.values(examples).every((count) => count === 0)) throw new AppError('DATA_NO_USABLE_ROWS');
  const used = labelMap.labels.filter((_, id) => SPLIT_NAMES.some((split) => (counts[split][id] ?? 0) > 0));
  const classes = report.tagging === null ? used : ['O', ...used];
  if (classes.length < 2) throw new AppError('DATA_ONE_LABEL', { label: classes[0] ?? '' });
  if (examples.train === 0) throw new AppError('DATA_NO_USABLE_ROWS', { split: 'train' });
}

async function writeSplit(
  files: FileStore,
  path: string,
  builder: ExampleSetBuilder | undefined,
): Promise<PreparedSplit | null> {
  if (builder === undefined || builder.length === 0) return null;
  await files.write(path, encodeExampleSet(builder.build()));
  const { length: examples, tokens, truncated, lengthCounts, cut } = builder;
  return { path, examples, tokens, truncated, lengthCounts, cut };
}

/** A hash of all that decides what the examples are. */
async function cacheKey(
  { dataset, modelId, maxLength, labelAllTokens }: PrepareRequest,
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
    ...(dataset.mapping?.task === 'token-classification' && { tagging: dataset.tagging, labelAllTokens }),
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

/** Null where there is none, or one that is damaged: everything is made again then. */
async function readManifest(files: FileStore, datasetId: string, key: string): Promise<PreparedData | null> {
  const path = manifestPath(datasetId, key);
  if (!(await files.exists(path))) return null;
  const parsed = preparedDataSchema.safeParse(parseJson(await (await files.read(path)).text()));
  return parsed.success ? parsed.data : null;
}
