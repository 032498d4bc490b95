import { isDate, isNumeric } from '../../cell-kinds';
import { ID_NAMES, LABEL_NAMES, nameFit, SPLIT_NAMES_OF_COLUMNS, TEXT_NAMES } from '../../known-names';

const KNOWN = [...TEXT_NAMES, ...LABEL_NAMES, ...SPLIT_NAMES_OF_COLUMNS, ...ID_NAMES];

/**
 * Whether the first record names the columns: it does unless it looks like the records below it (a number among
 * numbers, a value that comes again, a long text among long texts).
 */
export function looksLikeHeader(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const cells = first.map((cell) => cell.trim());
  if (cells.every((cell) => cell === '')) return false;
  let score = 0;
  for (const [column, cell] of cells.entries()) {
    const values = below.map((row) => row[column]?.trim() ?? '').filter((value) => value !== '');
    score += evidence(cell, values);
  }
  return score >= 0;
}

/** Above 0 speaks for a header cell, below 0 for an ordinary one. */
function evidence(cell: string, values: readonly string[]): number {
  if (cell === '') return 0;
  if (nameFit(cell, KNOWN) === 1 || nameFit(cell, KNOWN) > 0.7) return 3;
  const value = (cell: string): boolean => isNumeric(cell) || isDate(cell);
  const share = (test: (value: string) => boolean): number =>
    values.filter(test).length / Math.max(1, values.length);
  if (value(cell)) return -2;
  if (values.length > 0 && share(value) > 0.9) return 2;
  if (values.includes(cell)) return -3;
  const meanLength = values.reduce((sum, each) => sum + each.length, 0) / Math.max(1, values.length);
  if (meanLength > 25) return cell.length < meanLength / 2 && cell.length <= 40 ? 1 : -1;
  return 0;
}
