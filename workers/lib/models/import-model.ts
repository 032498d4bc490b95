import { z } from 'zod';
import { AppError } from '../../../src/core/contract/errors';
import { type ModelRecord, modelRecordSchema, type ModelSource } from '../../../src/core/contract/model';
import { type FileStore, paths } from '../../../src/core/contract/storage';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { architectureOf, MODELS } from '../../../src/engine/models/registry';
import { inspectWeights } from './inspect-weights';
import { licenceOf } from './model-card';
import type { ModelFiles } from './model-files';
import { readJson } from './read-json';
import { loadTokenizerFiles, type TokenizerFiles, type TokenizerSources } from './tokenizer-files';
import { type ImportOptions, Transfer } from './transfer';
import { type ModelFileName, tokenizerFileNames } from './used-files';
import { weightsDigest } from './weights-digest';

/** A model found, and not yet taken in. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly source: ModelSource;
  readonly files: ModelFiles;
  /** How the getting of its files is called towards the person. */
  readonly stage: 'downloading' | 'reading';
}

const PICKLES = /\.(bin|pt|pth|ckpt|h5|msgpack|pkl)$/;
const NAMED_FILES = 20;

const stageSchema = z.object({ tabtune: z.object({ stage: modelRecordSchema.shape.stage }) });

function requireFiles({ names }: ModelFiles): void {
  const found = names.slice(0, NAMED_FILES);
  if (!names.includes('config.json')) throw new AppError('MODEL_NO_CONFIG', { found });
  if (!names.includes('model.safetensors')) {
    const file = names.find((name) => PICKLES.test(name));
    if (file !== undefined) throw new AppError('MODEL_PICKLE_ONLY', { file });
    throw new AppError('MODEL_NO_WEIGHTS', { found });
  }
  if (tokenizerFileNames(names).length === 0) throw new AppError('MODEL_NO_TOKENIZER', { found });
}

function readConfig(text: string) {
  const json = readJson(text, 'MODEL_BAD_CONFIG', {});
  const architecture = architectureOf(json);
  return { json, architecture, config: MODELS[architecture].parseConfig(json) };
}

async function readTokenizer(
  { names }: ModelFiles,
  transfer: Transfer,
  { json, config }: ReturnType<typeof readConfig>,
): Promise<TokenizerFiles> {
  const sources: TokenizerSources = {};
  for (const name of tokenizerFileNames(names)) sources[name] = (await transfer.bytes(name)) ?? undefined;
  const files = loadTokenizerFiles(sources, json, config.maxPositionEmbeddings);
  const { vocabSize } = files.tokenizer;
  if (vocabSize > config.vocabSize) {
    throw new AppError('MODEL_VOCABULARY_MISMATCH', { tokenizer: vocabSize, model: config.vocabSize });
  }
  return files;
}

/**
 * Reads, checks and stores the files of a model under its id, and describes them. Small files come first: a model
 * that cannot be used is refused before its weights are fetched. What was written stays for the caller to remove
 * after a failure. Throws `MODEL_*`, `STORAGE_*`, `WORKER_CANCELLED`, and what its files throw.
 */
export async function importModel(
  { id, name, source, files, stage }: Candidate,
  store: FileStore,
  options: ImportOptions,
): Promise<ModelRecord> {
  requireFiles(files);
  const transfer = new Transfer(files, stage, options);
  const configText = (await transfer.text('config.json')) ?? '';
  const model = readConfig(configText);
  const { json, architecture, config } = model;
  const { tokenizer, ...tokenizerTexts } = await readTokenizer(files, transfer, model);
  const readme = await transfer.text('README.md');

  const weightsPath = paths.modelFile(id, 'model.safetensors');
  await transfer.copy('model.safetensors', store, weightsPath);
  options.onProgress({ stage: 'checking', done: 0, total: null, unit: 'bytes' });
  const weights = await store.read(weightsPath);
  const facts = inspectWeights(architecture, json, await readSafetensorsHeader(weights));
  const digest = await weightsDigest(weights);

  const texts: Partial<Record<ModelFileName, string | null>> = {
    'config.json': configText,
    'tokenizer.json': tokenizerTexts.tokenizerJson,
    'tokenizer_config.json': tokenizerTexts.tokenizerConfig,
    'vocab.txt': tokenizerTexts.vocab,
    'README.md': readme,
  };
  for (const [file, text] of Object.entries(texts)) {
    if (text !== null) await store.write(paths.modelFile(id, file), text);
  }
  return {
    id,
    name,
    source,
    architecture,
    stage: source.kind === 'starter' ? stageSchema.parse(json).tabtune.stage : 'pretrained',
    licence: readme === null ? null : licenceOf(readme),
    createdAt: Date.now(),
    sizeBytes: await store.sizeOf(paths.model(id)),
    weightsDigest: digest,
    hiddenSize: config.hiddenSize,
    layerCount: config.numHiddenLayers,
    headCount: config.numAttentionHeads,
    intermediateSize: config.intermediateSize,
    vocabSize: config.vocabSize,
    maxLength: Math.min(
      config.maxPositionEmbeddings,
      tokenizer.modelMaxLength ?? config.maxPositionEmbeddings,
    ),
    lowercase: tokenizer.lowercase,
    ...facts,
  };
}
