import type { OptionsOf } from '../../../../core/contract/dataset';
import { isTag } from '../../cell-kinds';

type Delimiter = OptionsOf<'conll'>['delimiter'];

/** What one line of the file is. */
export type SentenceLine =
  | { readonly kind: 'word'; readonly cells: readonly string[] }
  /** The end of a sentence, or of a document. */
  | { readonly kind: 'break' }
  /** `columns` are those that a comment names. */
  | { readonly kind: 'comment'; readonly columns: readonly string[] | null };

const COLUMNS = /^#\s*(?:global\.)?columns\s*=\s*(.+)$/i;
/** Words of several tokens, and words left out, in CoNLL-U: their parts have lines of their own. */
const CONLLU_RANGE = /^\d+[-.]\d+$/;

export function splitCells(line: string, delimiter: Delimiter): string[] {
  if (delimiter !== ' ') return line.split(delimiter);
  const trimmed = line.replace(/^[ \t]+|[ \t]+$/g, '');
  return trimmed === '' ? [] : trimmed.split(/[ \t]+/);
}

/**
 * Reads one line of a file with `width` columns. A line that begins with # is a comment where it is no word with a
 * tag: hashtags are words. `atStart`: no word of the sentence has come yet.
 */
export function readLine(
  line: string,
  { delimiter, width, atStart }: { delimiter: Delimiter; width: number; atStart: boolean },
): SentenceLine {
  // A line of blanks ends a sentence, unless a tab in it stands between a word and its tag.
  if (/^[ \t\r\f]*$/.test(line) && (delimiter !== '\t' || !line.includes('\t') || width < 2))
    return { kind: 'break' };
  if (/^[-–]DOCSTART[-–]/.test(line)) return { kind: 'break' };
  const cells = splitCells(line, delimiter);
  if (line.startsWith('#') && isComment(line, cells, width, atStart)) {
    return { kind: 'comment', columns: COLUMNS.exec(line)?.[1]?.trim().split(/\s+/) ?? null };
  }
  if (width === 10 && CONLLU_RANGE.test(cells[0] ?? '')) return { kind: 'comment', columns: null };
  return { kind: 'word', cells };
}

function isComment(line: string, cells: readonly string[], width: number, atStart: boolean): boolean {
  if (cells.some(isTag) && cells.length === width) return false;
  return cells.length !== width || (atStart && line.startsWith('# '));
}
