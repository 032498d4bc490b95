import type { DatasetFile, DatasetRecord, TaggingReport, TextMapping } from '../core/contract/dataset';
import { AppError } from '../core/contract/errors';
import type { RowReference, RunRecord } from '../core/contract/run';
import { valueOf } from './remote';
import { datasetById } from './selectors';
import type { CaseRow } from './slices/cases';
import type { StudioContext } from './studio-context';

/** Reads single rows of the data that a run was trained on, as its task sees them. */
export class CaseReader {
  private constructor(
    private readonly context: StudioContext,
    private readonly run: RunRecord,
    private readonly dataset: DatasetRecord,
    private readonly tagging: TaggingReport | null,
  ) {}

  /** Throws `DATA_CHANGED` where the dataset is gone or is used for another task by now. */
  static async of(context: StudioContext, run: RunRecord): Promise<CaseReader> {
    const { spec } = run;
    const dataset = datasetById(context.get(), spec.datasetId);
    if (dataset === null || dataset.mapping?.task !== spec.task) {
      throw new AppError('DATA_CHANGED', { dataset: spec.datasetName });
    }
    const tagging = spec.task === 'token-classification' ? await taggingOf(context, dataset.id) : null;
    return new CaseReader(context, run, dataset, tagging);
  }

  /** Throws `DATA_CHANGED` for a row that is no longer there, or no longer used. */
  async read({ fileId, row }: RowReference): Promise<CaseRow> {
    const file = this.dataset.files.find(({ id }) => id === fileId);
    const { mapping } = this.dataset;
    if (file === undefined || mapping === null) throw this.changed();
    const read =
      mapping.task === 'text-classification'
        ? await this.text(mapping, file, row)
        : await this.words(file, row);
    return { fileId, row, fileName: file.name, ...read };
  }

  private async text(
    mapping: TextMapping,
    file: DatasetFile,
    row: number,
  ): Promise<Pick<CaseRow, 'text' | 'textPair' | 'words'>> {
    const { data } = this.context.deps.client;
    const [found] = await data.readRows(this.dataset.id, file.id, { offset: row - 1, limit: 1 });
    if (found === undefined) throw this.changed();
    const cell = (column: string) => found.cells[file.columns.findIndex(({ name }) => name === column)] ?? '';
    return {
      text: cell(mapping.text),
      textPair: mapping.textPair === null ? null : cell(mapping.textPair),
      words: null,
    };
  }

  private async words(file: DatasetFile, row: number): Promise<Pick<CaseRow, 'text' | 'textPair' | 'words'>> {
    const { spec } = this.run;
    const scheme = this.tagging?.schemes.find(({ fileId }) => fileId === file.id)?.scheme;
    if (this.tagging === null || scheme === undefined) throw this.changed();
    const [found] = await this.context.deps.client.data.alignRows({
      dataset: this.dataset,
      modelId: spec.modelId,
      maxLength: spec.recipe.maxLength,
      labelAllTokens: spec.recipe.labelAllTokens,
      runId: spec.id,
      fileId: file.id,
      row,
      limit: 1,
      scheme,
      tags: this.tagging.tags,
    });
    if (found === undefined || found.reason !== null) throw this.changed();
    const words = found.words.map(({ text, tag, tokens }) => ({
      text,
      tag,
      tokens: tokens.map((token) => token.text),
    }));
    return { text: words.map(({ text }) => text).join(' '), textPair: null, words };
  }

  private changed(): AppError {
    return new AppError('DATA_CHANGED', { dataset: this.run.spec.datasetName });
  }
}

/** How the tags of each file are read; the report knows, and is made where nobody has asked for it yet. */
async function taggingOf({ get }: StudioContext, datasetId: string): Promise<TaggingReport | null> {
  if (valueOf(get().datasets.reports[datasetId]) === null) await get().datasets.inspect(datasetId);
  const report = get().datasets.reports[datasetId];
  if (report?.status === 'failed') throw new AppError(report.failure.code, report.failure.details);
  return valueOf(report)?.tagging ?? null;
}
