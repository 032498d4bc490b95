import type { DatasetRecord, DatasetReport } from '../../../core/contract/dataset';
import { type LabelledData, splitEntries } from '../bundle/split-entries';
import { type ExportEntry, textEntry } from '../entry';
import { pythonJson } from '../json';
import { datasetCard } from './dataset-card';
import { repairsOf } from './repairs';

export interface DatasetExportInput extends Pick<LabelledData, 'labels' | 'rows'> {
  readonly dataset: DatasetRecord;
  readonly report: DatasetReport;
  /** "owner/name", where it will lie on the Hub. */
  readonly repo: string;
}

/** A dataset as a folder that `datasets` opens: card, record of repairs, and the rows of each split as Parquet. */
export async function datasetEntries(input: DatasetExportInput): Promise<readonly ExportEntry[]> {
  const { dataset, report, labels, rows } = input;
  const repairs = repairsOf(dataset, report);
  return [
    textEntry('README.md', datasetCard({ ...input, repairs })),
    textEntry('repairs.json', pythonJson(repairs)),
    ...(await splitEntries({
      task: dataset.task,
      labels,
      has: (split) => report.examples[split] > 0,
      rows,
    })),
  ];
}
