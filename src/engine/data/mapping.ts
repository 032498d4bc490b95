import type { ColumnMapping, TextMapping } from '../../core/contract/dataset';
import { proposeTokenMappings } from './entities/propose';
import { ID_NAMES, LABEL_NAMES, nameFit, SPLIT_NAMES_OF_COLUMNS, TEXT_NAMES } from './known-names';
import { DISTINCT_LIMIT, type ColumnStatistics } from './profile';

/** Most labels that are believed without the column's name saying so. */
const USUAL_LABELS = 200;

/**
 * Proposes what the columns mean, the likeliest first: lists of tags and spans speak for themselves, so they go before
 * texts with labels. Empty when nothing is recognisable.
 */
export function proposeMappings(columns: readonly ColumnStatistics[]): ColumnMapping[] {
  const split = best(columns, splitScore);
  const others = columns.filter((column) => column !== split);
  const texts = others.filter(({ lists }) => lists.listShare < 0.5);
  const byWord = proposeTokenMappings(others, best(texts, textScore)?.name ?? null, split?.name ?? null);
  const byText = proposeTextMapping(texts, split);
  return byText ? [...byWord, byText] : byWord;
}

function proposeTextMapping(
  others: readonly ColumnStatistics[],
  split: ColumnStatistics | null,
): TextMapping | null {
  const text = best(others, textScore);
  const label = best(
    others.filter((column) => column !== text),
    (column) => labelScore(column, text),
  );
  if (!text || !label) return null;
  return {
    task: 'text-classification',
    text: text.name,
    textPair: null,
    label: label.name,
    split: split?.name ?? null,
  };
}

/** The column with the highest score above 0; the first on a tie. */
function best(
  columns: readonly ColumnStatistics[],
  score: (column: ColumnStatistics) => number,
): ColumnStatistics | null {
  let found: { column: ColumnStatistics; score: number } | null = null;
  for (const column of columns) {
    const value = score(column);
    if (value > (found?.score ?? 0)) found = { column, score: value };
  }
  return found?.column ?? null;
}

const capped = ({ distinct }: ColumnStatistics): boolean => distinct >= DISTINCT_LIMIT;
/** Share of filled cells that are different; 1 where counting ended early. */
const variety = (column: ColumnStatistics): number =>
  capped(column) ? 1 : column.distinct / Math.max(1, column.filled);

function textScore(column: ColumnStatistics): number {
  const { filled, rows, numericShare, dateShare, phraseShare, meanLength, name } = column;
  if (filled === 0 || numericShare > 0.9 || dateShare > 0.9) return 0;
  const named = nameFit(name, TEXT_NAMES);
  if (named === 0 && (nameFit(name, LABEL_NAMES) === 1 || nameFit(name, ID_NAMES) >= 0.7)) return 0;
  // Length says most, but a paragraph is not ten times as much a text as a title.
  const content = Math.min(1, Math.log2(1 + meanLength) / 7) + phraseShare + variety(column);
  return (content / 3 + named) * (filled / rows);
}

function labelScore(column: ColumnStatistics, text: ColumnStatistics | null): number {
  const { filled, rows, distinct, meanLength, numericShare, wholeShare, dateShare, name } = column;
  if (filled === 0 || dateShare > 0.5 || capped(column)) return 0;
  const named = nameFit(name, LABEL_NAMES);
  const fractions = numericShare - wholeShare > 0.5 && variety(column) > 0.1;
  if (fractions || (named === 0 && nameFit(name, ID_NAMES) >= 0.7)) return 0;
  if (named < 0.5 && (distinct < 2 || distinct > USUAL_LABELS || meanLength > 60)) return 0;
  // Nearly every row its own value: names, titles, numbers of rows.
  if (distinct > 2 && variety(column) > (named >= 0.5 ? 0.95 : 0.5) && filled > 3) return 0;
  if (text && meanLength > text.meanLength && named < 0.5) return 0;
  const few = 1 / (1 + Math.log2(Math.max(2, distinct)) / 4);
  return (few * (1 - variety(column) / 2) + 1.5 * named) * (filled / rows);
}

function splitScore(column: ColumnStatistics): number {
  const { splitShare, distinct, name } = column;
  if (splitShare < 0.95 || distinct > 6) return 0;
  const named = nameFit(name, SPLIT_NAMES_OF_COLUMNS);
  return distinct >= 2 || named > 0 ? splitShare + named : 0;
}
