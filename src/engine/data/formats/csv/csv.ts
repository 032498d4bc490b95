import { FORMATS } from '../../../../core/catalog/formats';
import type { OptionsOf, ParseNotice, TableRow, TextEncoding } from '../../../../core/contract/dataset';
import { AppError } from '../../../../core/contract/errors';
import { columnNames } from '../../column-names';
import type { Table, TableBatch, TableFormat } from '../format';
import { type Sample, sampleRecords, sniffDialect } from './dialect';
import { sniffEncoding } from '../text/encoding';
import { looksLikeHeader } from './header';
import { type CutRecord, RecordCutter } from './record-cutter';
import { textChunks } from '../text/text-chunks';

const SAMPLE_CHARS = 128 * 1024;
/** Records that decide about the header and the width. */
const SAMPLE_RECORDS = 500;

/** CSV, TSV and their relatives. */
export const csvFormat: TableFormat<OptionsOf<'csv'>> = {
  sniff(_head, name) {
    const lower = name.toLowerCase();
    return FORMATS.csv.extensions.some((extension) => lower.endsWith(extension)) ? 0.9 : 0.1;
  },

  async detect(source) {
    const encoding = await sniffEncoding(source);
    const sample = await readSample(source, encoding);
    const dialect = sniffDialect(sample);
    const [first, ...below] = firstRows(sample, dialect);
    return {
      format: 'csv',
      encoding,
      ...dialect,
      hasHeader: first !== undefined && looksLikeHeader(first, below),
    };
  },

  async open(source, options) {
    const sample = firstRows(await readSample(source, options.encoding), options);
    const [header, ...below] = options.hasHeader ? sample : [[], ...sample];
    const columns = columnNames(header ?? [], Math.max(header?.length ?? 0, commonestWidth(below)));
    return { columns, batches: () => batches(source, options, columns.length) } satisfies Table;
  },
};

async function readSample(source: Blob, encoding: TextEncoding): Promise<Sample> {
  let sample = '';
  for await (const { text, bytesRead } of textChunks(source, encoding)) {
    sample += text;
    if (sample.length > SAMPLE_CHARS) return { text: sample.slice(0, SAMPLE_CHARS), isWhole: false };
    if (bytesRead >= source.size) break;
  }
  return { text: sample, isWhole: true };
}

function firstRows(sample: Sample, options: Pick<OptionsOf<'csv'>, 'delimiter' | 'quote'>): string[][] {
  return sampleRecords(sample, options)
    .slice(0, SAMPLE_RECORDS)
    .map(({ cells }) => cells);
}

function commonestWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const cells of rows) {
    const width = trimmedWidth(cells);
    counts.set(width, (counts.get(width) ?? 0) + 1);
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0];
}

/** Cells up to the last that holds something. */
function trimmedWidth(cells: readonly string[]): number {
  let width = cells.length;
  while (width > 1 && cells[width - 1]?.trim() === '') width--;
  return width;
}

async function* batches(source: Blob, options: OptionsOf<'csv'>, width: number): AsyncGenerator<TableBatch> {
  const cutter = new RecordCutter(options);
  const shaper = new RowShaper(options, width);
  for await (const { text, bytesRead } of textChunks(source, options.encoding)) {
    yield { ...shaper.shape(cutter.push(text)), bytesRead };
  }
  yield { ...shaper.shape(cutter.end()), bytesRead: source.size };
}

/** Numbers records, drops the header, and gives each the table's width. */
class RowShaper {
  private row = 0;
  private headerSeen: boolean;

  constructor(
    private readonly options: OptionsOf<'csv'>,
    private readonly width: number,
  ) {
    if (width === 0) throw new AppError('DATA_NO_ROWS');
    this.headerSeen = !options.hasHeader;
  }

  shape(records: readonly CutRecord[]): { rows: TableRow[]; notices: ParseNotice[] } {
    const rows: TableRow[] = [];
    const notices: ParseNotice[] = [];
    for (const record of records) {
      if (!this.headerSeen) {
        this.headerSeen = true;
        continue;
      }
      const row = ++this.row;
      const { cells } = record;
      const notice = this.noticeOf(record);
      if (notice) notices.push({ row, kind: notice });
      while (cells.length < this.width) cells.push('');
      rows.push({
        row,
        line: record.line,
        cells: cells.length > this.width ? cells.slice(0, this.width) : cells,
      });
    }
    return { rows, notices };
  }

  private noticeOf({ cells, problem }: CutRecord): ParseNotice['kind'] | null {
    if (problem !== null) return problem;
    if (cells.length < this.width) return 'too-few-cells';
    // Empty cells at the end are what spreadsheets leave, not a loss.
    if (trimmedWidth(cells) > this.width) return 'too-many-cells';
    if (this.options.encoding !== 'windows-1252' && cells.some((cell) => cell.includes('\ufffd'))) {
      return 'undecodable-bytes';
    }
    return null;
  }
}
