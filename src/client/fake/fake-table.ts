import type {
  ColumnMapping,
  ColumnProfile,
  DatasetRecord,
  DatasetReport,
  ExcludedRow,
  LabelMap,
  TableRow,
} from '../../core/contract/dataset';

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
    };
  });
}

/** The widest column as text, and a column called "label" or the narrowest as label. */
export function propose(columns: readonly ColumnProfile[]): ColumnMapping | null {
  const [text, ...rest] = columns.toSorted((a, b) => b.meanLength - a.meanLength);
  const label = rest.find((column) => column.name === 'label') ?? rest.at(-1);
  if (text === undefined || label === undefined) return null;
  return { task: 'text-classification', text: text.name, textPair: null, label: label.name, split: null };
}

interface Example {
  readonly raw: string;
  readonly text: string;
  readonly fileId: string;
  readonly row: TableRow;
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
    const textColumn = table?.columns.indexOf(mapping?.text ?? '') ?? -1;
    const labelColumn = table?.columns.indexOf(mapping?.label ?? '') ?? -1;
    for (const row of table?.rows ?? []) {
      const text = row.cells[textColumn]?.trim() ?? '';
      const raw = row.cells[labelColumn]?.trim() ?? '';
      const reason = text === '' ? 'empty-text' : raw === '' ? 'empty-label' : null;
      if (reason === null) examples.push({ raw, text, fileId, row });
      else excluded.push({ fileId, row: row.row, line: row.line, reason, excerpt: row.cells.join(' ') });
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
  for (const { raw } of all) tally.set(raw, (tally.get(raw) ?? 0) + 1);
  const values = [...tally].map(([raw, count]) => ({ raw, count })).sort((a, b) => b.count - a.count);
  const labelMap = dataset.labelMap ?? defaultLabels(values.map(({ raw }) => raw));
  const counts = (examples: readonly Example[]): number[] =>
    labelMap.labels.map((label) => examples.filter(({ raw }) => labelMap.assign[raw] === label).length);
  const dropped = all.filter(({ raw }) => labelMap.assign[raw] === null);
  const count = (reason: ExcludedRow['reason']): number =>
    splits.excluded.filter((row) => row.reason === reason).length;
  return {
    rowCount: dataset.files.reduce((sum, file) => sum + file.rowCount, 0),
    values,
    counts: { train: counts(splits.train), validation: counts(splits.validation), test: counts(splits.test) },
    origin: {
      train: 'share',
      validation: splits.validation.length > 0 ? 'share' : 'none',
      test: splits.test.length > 0 ? 'file' : 'none',
    },
    excludedCounts: {
      'empty-text': count('empty-text'),
      'empty-label': count('empty-label'),
      'dropped-label': dropped.length,
      'unknown-split': 0,
    },
    excluded: splits.excluded,
    labelMap,
  };
}

function defaultLabels(values: readonly string[]): LabelMap {
  const labels = values.toSorted();
  return { labels, assign: Object.fromEntries(labels.map((label) => [label, label])) };
}
