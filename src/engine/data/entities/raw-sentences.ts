import type { DatasetFile, TableRow, TokenMapping } from '../../../core/contract/dataset';
import { columnIndex, splitColumnIndex } from '../columns';
import type { RowPlace } from '../exclusions';
import { shorten } from '../profile';
import { readList } from './lists';
import { RowGroups } from './row-groups';

/** A sentence as it stands in its file, before anything is made of its tags. */
export interface RawSentence extends RowPlace {
  /** The cell of the split column; "" without one. */
  readonly split: string;
  readonly content:
    | { readonly kind: 'tags'; readonly words: readonly string[]; readonly tags: readonly string[] }
    | { readonly kind: 'spans'; readonly text: string; readonly spans: string; readonly answer: string }
    | { readonly kind: 'unreadable' };
}

/** Makes sentences of the rows of one file, in their order. */
export interface SentenceSource {
  /** Sentences that this row completes. */
  push(row: TableRow): readonly RawSentence[];
  /** The one that the file's end completes. */
  end(): readonly RawSentence[];
}

/** Throws `DATA_COLUMN_MISSING` (file, column). */
export function sentenceSource(file: DatasetFile, mapping: TokenMapping): SentenceSource {
  const split = splitColumnIndex(file, mapping.split);
  switch (mapping.layout) {
    case 'lists': {
      const columns = { tokens: columnIndex(file, mapping.tokens), tags: columnIndex(file, mapping.tags) };
      return eachRow((row) => ({
        ...placeOf(row),
        split: cell(row, split),
        content: listContent(row, columns),
      }));
    }
    case 'spans': {
      const [text, spans] = [columnIndex(file, mapping.text), columnIndex(file, mapping.spans)];
      const answer = columnIndex(file, mapping.answer);
      // Label Studio keeps a task's text under "data"; there an empty list says that nobody annotated it.
      const emptyIsOpen = mapping.text.startsWith('data.');
      const spansOf = (row: TableRow): string => {
        const found = cell(row, spans);
        return emptyIsOpen && found.trim() === '[]' ? '' : found;
      };
      return eachRow((row) => ({
        ...placeOf(row),
        split: cell(row, split),
        content: {
          kind: 'spans',
          text: cell(row, text),
          spans: spansOf(row),
          answer: cell(row, answer).trim().toLowerCase(),
        },
      }));
    }
    case 'rows':
      return wordRows({
        token: columnIndex(file, mapping.token),
        tag: columnIndex(file, mapping.tag),
        sentence: columnIndex(file, mapping.sentence),
        split,
      });
  }
}

const cell = (row: TableRow, column: number): string => row.cells[column] ?? '';

const placeOf = ({ row, line, cells }: TableRow): RowPlace => ({
  row,
  line,
  excerpt: shorten(cells.filter((text) => text.trim() !== '').join(' | ')),
});

const eachRow = (read: (row: TableRow) => RawSentence): SentenceSource => ({
  push: (row) => [read(row)],
  end: () => [],
});

function listContent(row: TableRow, columns: { tokens: number; tags: number }): RawSentence['content'] {
  const words = readList(cell(row, columns.tokens));
  const tags = readList(cell(row, columns.tags));
  return words && tags ? { kind: 'tags', words, tags } : { kind: 'unreadable' };
}

/** Sentences of words that stand in a row each. */
function wordRows(columns: { token: number; tag: number; sentence: number; split: number }): SentenceSource {
  const groups = new RowGroups(columns.sentence);
  const sentenceOf = (rows: readonly TableRow[]): readonly RawSentence[] => {
    const [first] = rows;
    if (first === undefined) return [];
    const words = rows.map((row) => cell(row, columns.token));
    const tags = rows.map((row) => cell(row, columns.tag).trim());
    const place = { row: first.row, line: first.line, excerpt: shorten(words.join(' ')) };
    return [{ ...place, split: cell(first, columns.split), content: { kind: 'tags', words, tags } }];
  };
  return { push: (row) => sentenceOf(groups.push(row)), end: () => sentenceOf(groups.end()) };
}
