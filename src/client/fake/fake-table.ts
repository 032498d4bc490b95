import { NO_EXCLUSIONS } from '../../core/catalog/row-counts';
import type {
  ColumnMapping,
  ColumnProfile,
  DatasetRecord,
  DatasetReport,
  ExcludedRow,
  ExclusionReason,
  LabelMap,
  TableRow,
} from '../../core/contract/dataset';
import { EXCLUSION_REASONS } from '../../core/contract/dataset';
import { fakeTagging, readFakeSentence } from './fake-sentences';

/** A parsed table of the fake: header and rows of simple delimited text, without quotes. */
export interface FakeTable {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

export function parseTable(text: string, delimiter: string, hasHeader: boolean): FakeTable {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const cells = lines.map((line) => line.split(delimiter));
  const width = cells[0]?.length ?? 0;
  const columns = hasHeader ? (cells[0] ?? []) : Array.from({ length: width }, (_, i) => `column ${i + 1}`);
  const body = hasHeader ? cells.slice(1) : cells;
  const firstLine = hasHeader ? 2 : 1;
  return { columns, rows: body.map((row, i) => ({ row: i + 1, line: firstLine + i, cells: row })) };
}

export function profile(table: FakeTable): ColumnProfile[] {
  return table.columns.map((name, column) => {
    const filled = table.rows.map((row) => row.cells[column]?.trim() ?? '').filter((cell) => cell !== '');
    const characters = filled.reduce((sum, cell) => sum + cell.length, 0);
    return {
      name,
      filled: filled.length,
      distinct: new Set(filled).size,
      meanLength: filled.length === 0 ? 0 : characters / filled.length,
      examples: [...new Set(filled)].slice(0, 3),
      names: null,
    };
  });
}

/** Columns "tokens" and "tags", or the widest column as text, and one called "label" or the narrowest as label. */
export function propose(columns: readonly ColumnProfile[]): ColumnMapping[] {
  const named = (name: string) => columns.some((column) => column.name === name);
  const lists: ColumnMapping[] =
    named('tokens') && named('tags')
      ? [{ task: 'token-classification', layout: 'lists', tokens: 'tokens', tags: 'tags', split: null }]
      : [];
  const [text, ...rest] = columns.toSorted((a, b) => b.meanLength - a.meanLength);
  const label = rest.find((column) => column.name === 'label') ?? rest.at(-1);
  if (text === undefined || label === undefined) return lists;
  const byText = { text: text.name, textPair: null, label: label.name, split: null };
  return [...lists, { task: 'text-classification', ...byText }];
}

export interface Example {
  /** Labels of the example: one of a text, one for each entity of a sentence. */
  readonly raws: readonly string[];
  readonly text: string;
  /** IOB2 tags of a sentence's words. */
  readonly tags: readonly string[];
  readonly fileId: string;
  readonly row: TableRow;
}

/** What the mapping makes of a row: an example, or why it is none. */
function readRow(
  table: FakeTable,
  mapping: ColumnMapping | null,
  row: TableRow,
): Pick<Example, 'raws' | 'text' | 'tags'> | ExclusionReason {
  const cell = (column: string): string => row.cells[table.columns.indexOf(column)]?.trim() ?? '';
  if (mapping?.task === 'token-classification') {
    return mapping.layout === 'lists'
      ? readFakeSentence(cell(mapping.tokens), cell(mapping.tags))
      : 'empty-text';
  }
  const text = cell(mapping?.text ?? '');
  const raw = cell(mapping?.label ?? '');
  if (text === '') return 'empty-text';
  return raw === '' ? 'empty-label' : { raws: [raw], text, tags: [] };
}

function examplesOf(
  dataset: DatasetRecord,
  fileIds: readonly string[],
  tables: ReadonlyMap<string, FakeTable>,
) {
  const mapping = dataset.mapping;
  const examples: Example[] = [];
  const excluded: ExcludedRow[] = [];
  for (const fileId of fileIds) {
    const table = tables.get(fileId);
    for (const row of table?.rows ?? []) {
      const read = table ? readRow(table, mapping, row) : 'empty-text';
      if (typeof read === 'object') examples.push({ ...read, fileId, row });
      else
        excluded.push({ fileId, row: row.row, line: row.line, reason: read, excerpt: row.cells.join(' ') });
    }
  }
  return { examples, excluded };
}

/** Examples by split: files by their role; of the "auto" files the tail goes to validation by its share. */
export function splitExamples(dataset: DatasetRecord, tables: ReadonlyMap<string, FakeTable>) {
  const of = (role: string) =>
    examplesOf(
      dataset,
      dataset.files.filter((file) => file.role === role).map((file) => file.id),
      tables,
    );
  const auto = of('auto');
  const sources = { train: of('train'), validation: of('validation'), test: of('test') };
  const cut =
    sources.validation.examples.length > 0 ? 0 : auto.examples.length * dataset.split.validationShare;
  const border = auto.examples.length - Math.round(cut);
  return {
    train: [...auto.examples.slice(0, border), ...sources.train.examples],
    validation: [...auto.examples.slice(border), ...sources.validation.examples],
    test: sources.test.examples,
    excluded: [auto, sources.train, sources.validation, sources.test].flatMap((source) => source.excluded),
  };
}

export function report(dataset: DatasetRecord, tables: ReadonlyMap<string, FakeTable>): DatasetReport {
  const splits = splitExamples(dataset, tables);
  const all = [...splits.train, ...splits.validation, ...splits.test];
  const tally = new Map<string, number>();
  for (const raw of all.flatMap(({ raws }) => raws)) tally.set(raw, (tally.get(raw) ?? 0) + 1);
  const values = [...tally].map(([raw, count]) => ({ raw, count })).sort((a, b) => b.count - a.count);
  const labelMap = dataset.labelMap ?? defaultLabels(values.map(({ raw }) => raw));
  const counts = (examples: readonly Example[]): number[] =>
    labelMap.labels.map(
      (label) => examples.flatMap(({ raws }) => raws).filter((raw) => labelMap.assign[raw] === label).length,
    );
  const usable = (examples: readonly Example[]): number =>
    examples.filter((each) => isUsed(each, dataset)).length;
  const dropped = all.filter((each) => !isUsed(each, { ...dataset, labelMap }));
  const counted = Object.fromEntries(
    EXCLUSION_REASONS.map((reason) => [
      reason,
      splits.excluded.filter((row) => row.reason === reason).length,
    ]),
  );
  return {
    rowCount: dataset.files.reduce((sum, file) => sum + file.rowCount, 0),
    examples: {
      train: usable(splits.train),
      validation: usable(splits.validation),
      test: usable(splits.test),
    },
    values,
    counts: { train: counts(splits.train), validation: counts(splits.validation), test: counts(splits.test) },
    origin: {
      train: 'share',
      validation: splits.validation.length > 0 ? 'share' : 'none',
      test: splits.test.length > 0 ? 'file' : 'none',
    },
    excludedCounts: { ...NO_EXCLUSIONS, ...counted, 'dropped-label': dropped.length },
    excluded: splits.excluded,
    labelMap,
    tagging: dataset.mapping?.task === 'token-classification' ? fakeTagging(dataset, splits, labelMap) : null,
  };
}

/** Whether its labels are kept; a sentence is, whatever becomes of its entities. */
export const isUsed = ({ raws, tags }: Example, { labelMap }: Pick<DatasetRecord, 'labelMap'>): boolean =>
  tags.length > 0 || raws.every((raw) => labelMap?.assign[raw] !== null);

function defaultLabels(values: readonly string[]): LabelMap {
  const labels = values.toSorted();
  return { labels, assign: Object.fromEntries(labels.map((label) => [label, label])) };
}
