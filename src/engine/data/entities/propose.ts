import type { TokenMapping } from '../../../core/contract/dataset';
import { nameFit, OTHER_TAG_NAMES, SENTENCE_NAMES, SPAN_NAMES, TAG_NAMES, TOKEN_NAMES } from '../known-names';
import type { ColumnStatistics } from '../profile';

const MOST = 0.9;
/** Tags without prefixes are believed in up to so many different ones, with this share of O among them. */
const PLAIN_TAGS = 60;
const PLAIN_OUTSIDE = 0.2;
/** One word a row: this many of them lie outside of entities at least. */
const OUTSIDE_ROWS = 0.3;

/** Ways to read words with tags, or texts with spans, out of the columns; the likeliest first. */
export function proposeTokenMappings(
  columns: readonly ColumnStatistics[],
  text: string | null,
  split: string | null,
): TokenMapping[] {
  const found = [spansIn(columns, text, split), listsIn(columns, text, split), rowsIn(columns, split)];
  return found.filter((mapping) => mapping !== null);
}

/** The column with the highest score above 0; the last on a tie, where files have what they are about. */
function best(
  columns: readonly ColumnStatistics[],
  score: (column: ColumnStatistics) => number,
): ColumnStatistics | null {
  let found: { column: ColumnStatistics; score: number } | null = null;
  for (const column of columns) {
    const value = score(column);
    if (value > 0 && value >= (found?.score ?? 0)) found = { column, score: value };
  }
  return found?.column ?? null;
}

const task = 'token-classification';

function spansIn(
  columns: readonly ColumnStatistics[],
  text: string | null,
  split: string | null,
): TokenMapping | null {
  const spans = best(columns, ({ name, lists }) =>
    lists.spanShare > MOST && lists.spans > 0 ? 1 + nameFit(name, SPAN_NAMES) : 0,
  );
  if (!spans || text === null || text === spans.name) return null;
  const answer = columns.find(({ name, examples }) => name === 'answer' && examples.includes('accept'));
  return { task, layout: 'spans', text, spans: spans.name, answer: answer?.name ?? null, split };
}

function listsIn(
  columns: readonly ColumnStatistics[],
  text: string | null,
  split: string | null,
): TokenMapping | null {
  const tags = best(columns, tagListScore);
  if (!tags) return null;
  const written = tags.lists.listShare > MOST;
  const tokens = written ? best(columns, (column) => tokenListScore(column, tags))?.name : text;
  if (tokens === undefined || tokens === null || tokens === tags.name) return null;
  return { task, layout: 'lists', tokens, tags: tags.name, split };
}

function tagListScore({ name, lists, phraseShare }: ColumnStatistics): number {
  const { listShare, tagListShare, numberListShare, distinctItems, outsideShare } = lists;
  const several = listShare > MOST || phraseShare > 0.3;
  if (!several || outsideShare + numberListShare === 0) return 0;
  const prefixed = tagListShare > MOST ? 2 : 0;
  const plain = listShare > MOST && outsideShare > PLAIN_OUTSIDE && distinctItems <= PLAIN_TAGS ? 1 : 0;
  const named = nameFit(name, TAG_NAMES);
  // Numbers may be anything: a name has to say so.
  const numbers = numberListShare > MOST && named > 0 && distinctItems <= 2 * PLAIN_TAGS ? 0.5 : 0;
  const content = Math.max(prefixed, plain, numbers);
  if (content === 0) return 0;
  return Math.max(0.01, content + named - (nameFit(name, OTHER_TAG_NAMES) > 0 ? 0.9 : 0));
}

function tokenListScore(column: ColumnStatistics, tags: ColumnStatistics): number {
  const { listShare, numberListShare, tagListShare, distinctItems } = column.lists;
  if (column === tags || listShare < MOST || numberListShare > MOST || tagListShare > MOST) return 0;
  return nameFit(column.name, TOKEN_NAMES) * 2 + Math.log2(1 + distinctItems) / 16;
}

function rowsIn(columns: readonly ColumnStatistics[], split: string | null): TokenMapping | null {
  const tag = best(columns, ({ name, lists, distinct }) => {
    const plain = lists.outsideCellShare > 0.5 && distinct <= PLAIN_TAGS;
    if (lists.outsideCellShare < OUTSIDE_ROWS || !(lists.tagShare > 0.95 || plain)) return 0;
    return 1 + nameFit(name, TAG_NAMES) - (nameFit(name, OTHER_TAG_NAMES) > 0 ? 0.9 : 0);
  });
  if (!tag) return null;
  const others = columns.filter((column) => column !== tag);
  const sentence = best(others, (column) => {
    const named = nameFit(column.name, SENTENCE_NAMES);
    return named > 0 && column.distinct > 1 && column.phraseShare < 0.99 ? named + column.wholeShare / 10 : 0;
  });
  const token = best(others, (column) => {
    const { name, phraseShare, numericShare, distinct, filled } = column;
    if (column === sentence || phraseShare > 0.05 || numericShare > 0.9 || filled === 0) return 0;
    return nameFit(name, TOKEN_NAMES) * 2 + Math.log2(1 + distinct) / 16;
  });
  if (!token) return null;
  return { task, layout: 'rows', token: token.name, tag: tag.name, sentence: sentence?.name ?? null, split };
}
