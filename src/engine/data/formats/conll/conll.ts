import { FORMATS } from '../../../../core/catalog/formats';
import type { OptionsOf, ParseNotice, TableRow } from '../../../../core/contract/dataset';
import { AppError } from '../../../../core/contract/errors';
import { columnNames } from '../../column-names';
import type { TableBatch, TableFormat } from '../format';
import { sniffEncoding } from '../text/encoding';
import { headLines, textLines } from '../text/text-lines';
import { conllLayout } from './layout';
import { SentenceReader } from './sentence-reader';
import { readLine } from './sentence-lines';

type Options = OptionsOf<'conll'>;

/** Lines that decide how a file is written. */
const SAMPLE_LINES = 5000;

/**
 * CoNLL and IOB files: one word a line with its columns, blank lines between sentences. A row is a sentence, a cell
 * the JSON list of what one column holds.
 */
export const conllFormat: TableFormat<Options> = {
  sniff(head, name) {
    const lower = name.toLowerCase();
    const named = FORMATS.conll.extensions.some((extension) => lower.endsWith(extension));
    const layout = conllLayout(headLines(head));
    if (layout === null || layout.regularity < 0.8) return named ? 0.5 : 0;
    if (named) return 0.95;
    return layout.hasTags && layout.hasBreaks ? 0.92 : 0;
  },

  async detect(source) {
    const encoding = await sniffEncoding(source);
    const layout = conllLayout(await sampleLines(source, encoding));
    return {
      format: 'conll',
      encoding,
      delimiter: layout?.delimiter ?? ' ',
      hasHeader: layout?.hasHeader ?? false,
    };
  },

  async open(source, options) {
    const lines = await sampleLines(source, options.encoding);
    const width = widthOf(lines, options);
    if (width === 0) throw new AppError('DATA_NO_ROWS');
    const columns = columnNames(headerOf(lines, options, width), width);
    return { columns, batches: () => batches(source, options, width) };
  },
};

async function sampleLines(source: Blob, encoding: Options['encoding']): Promise<string[]> {
  const sample: string[] = [];
  for await (const { lines } of textLines(source, encoding)) {
    sample.push(...lines.slice(0, SAMPLE_LINES - sample.length));
    if (sample.length >= SAMPLE_LINES) break;
  }
  return sample;
}

/** The commonest number of columns; of `word|tag` pieces, that of the first. */
function widthOf(lines: readonly string[], { delimiter }: Options): number {
  const counts = new Map<number, number>();
  for (const line of lines) {
    for (const piece of delimiter === '|' ? line.split(/\s+/) : [line]) {
      const read = readLine(piece, { delimiter, width: 2, atStart: false });
      if (read.kind !== 'word' || piece.startsWith('#')) continue;
      counts.set(read.cells.length, (counts.get(read.cells.length) ?? 0) + 1);
    }
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0];
}

/** Names of the columns: the first line, or a comment that lists them. */
function headerOf(
  lines: readonly string[],
  { delimiter, hasHeader }: Options,
  width: number,
): readonly string[] {
  for (const line of lines) {
    const read = readLine(line, { delimiter, width, atStart: true });
    if (read.kind === 'comment' && read.columns) return read.columns;
    if (read.kind === 'word') return hasHeader ? read.cells : [];
  }
  return [];
}

async function* batches(source: Blob, options: Options, width: number): AsyncGenerator<TableBatch> {
  const reader = new SentenceReader(options, width);
  let row = 0;
  for await (const { lines, firstLine, bytesRead } of textLines(source, options.encoding)) {
    for (const [i, line] of lines.entries()) reader.push(line, firstLine + i);
    yield { ...take(), bytesRead };
  }
  reader.end();
  yield { ...take(), bytesRead: source.size };

  function take(): { rows: TableRow[]; notices: ParseNotice[] } {
    const rows: TableRow[] = [];
    const notices: ParseNotice[] = [];
    for (const { line, columns, problem } of reader.take()) {
      row++;
      if (problem) notices.push({ row, kind: problem });
      rows.push({ row, line, cells: columns.map((cells) => JSON.stringify(cells)) });
    }
    return { rows, notices };
  }
}
