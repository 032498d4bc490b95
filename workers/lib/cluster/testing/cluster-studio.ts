import { unzipSync } from 'fflate';
import type { DataApi } from '../../../../src/core/contract/api';
import { type DatasetRecord, DEFAULT_TAGGING } from '../../../../src/core/contract/dataset';
import type { ModelRecord } from '../../../../src/core/contract/model';
import type { RunSpec } from '../../../../src/core/contract/run';
import type { FileStore, RecordStore } from '../../../../src/core/contract/storage';
import { PRETRAINED_RECIPE, type Recipe } from '../../../../src/core/recipe/recipe';
import { createDataService } from '../../data/data-service';
import { ModelImporter } from '../../models/model-importer';
import { setUpImporter } from '../../models/testing/importer';
import { asFiles, tinyModel } from '../../models/testing/tiny-model';
import type { FetchProgram } from '../export-bundle';

const TEXTS = Array.from({ length: 30 }, (_, i) => {
  const text = `${i % 3 === 0 ? 'hello ' : ''}world${'!'.repeat(1 + (i % 4))} “${i}” 中 😀`;
  return { text, label: i % 3 === 0 ? 'with' : 'without' };
});
const SENTENCES = Array.from({ length: 30 }, (_, i) => ({
  tokens: ['!', i % 2 === 0 ? 'hello' : 'world', `${i}`],
  tags: ['O', i % 2 === 0 ? 'B-GREETING' : 'O', 'O'],
}));

/** Rows of each task, as files. */
export const DATA = {
  texts: () =>
    new File([`text,label\n${TEXTS.map(({ text, label }) => `${text},${label}`).join('\n')}\n`], 'texts.csv'),
  words: () => new File([SENTENCES.map((row) => `${JSON.stringify(row)}\n`).join('')], 'words.jsonl'),
};

export interface ClusterStudio {
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly api: DataApi;
  readonly model: ModelRecord;
}

/** The data worker's service with a tiny model in memory, or another; every program is its own name. */
export async function clusterStudio(
  fetchProgram: FetchProgram = (name) => Promise.resolve(new Response(`# ${name}\n`)),
  contents = tinyModel(),
): Promise<ClusterStudio> {
  const importer = setUpImporter();
  const { files, records } = importer;
  const model = await importer.runLocal(asFiles(await contents));
  const models = new ModelImporter(importer);
  return { files, records, model, api: createDataService({ files, records, models, fetchProgram }) };
}

/** A dataset of one file, its columns as they are proposed, and a run on it that was never started. */
export async function specOn(
  { api, records, model }: ClusterStudio,
  file: File,
  recipe: Partial<Recipe> = {},
): Promise<{ readonly dataset: DatasetRecord; readonly spec: RunSpec }> {
  const parsed = await api.importFile('import', { datasetId: 'd1', fileId: 'f1', file });
  if (parsed.proposal === null) throw new Error('no columns recognised');
  const dataset: DatasetRecord = {
    id: 'd1',
    name: file.name,
    task: parsed.proposal.task,
    createdAt: 0,
    updatedAt: 0,
    files: [parsed],
    mapping: parsed.proposal,
    labelMap: null,
    split: { seed: 1, validationShare: 0.2, testShare: 0.1 },
    tagging: DEFAULT_TAGGING,
  };
  await records.datasets.put(dataset);
  const own: Recipe = { ...PRETRAINED_RECIPE, maxLength: 12, ...recipe };
  const { maxLength, labelAllTokens } = own;
  const data = await api.prepare('prepare', { dataset, modelId: model.id, maxLength, labelAllTokens });
  const spec: RunSpec = {
    id: 'r1',
    task: data.task,
    datasetId: dataset.id,
    datasetName: dataset.name,
    modelId: model.id,
    modelName: model.name,
    labels: data.labels,
    data,
    recipe: own,
    backend: 'auto',
  };
  return { dataset, spec };
}

/** The bundle of a run, unpacked. */
export async function bundleOf(
  { api, files }: ClusterStudio,
  spec: RunSpec,
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const { path } = await api.exportBundle('bundle', { name: 'My run', spec });
  const entries = unzipSync(new Uint8Array(await (await files.read(path)).arrayBuffer()));
  return Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, new Uint8Array(bytes)]));
}
