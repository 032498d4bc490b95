import { readList } from '../../data/entities/lists';
import { csvLine, freeNames } from '../../data/prediction-csv';
import type { EntityTable, ResultWriter } from './entity-file';
import { BYTE_ORDER_MARK } from './result-file';
import { spansOf } from './span';

const BLANK_LINE = '\r\n';

/** The table's own columns, then the spans as JSON, and the tags where words came; of words in a row each, the tag of each. */
export function csvResult({ columns, words }: EntityTable): ResultWriter {
  const isByRow = words === 'rows' || words === 'rows-and-blank-lines';
  const names = isByRow
    ? ['predicted_tag']
    : words === 'lists'
      ? ['predicted_tags', 'predicted_spans']
      : ['predicted_spans'];
  const added = freeNames(columns, names);
  return {
    extension: '.csv',
    head: `${BYTE_ORDER_MARK}${csvLine([...columns, ...added])}`,
    row({ cells }, result) {
      if (result === null) return csvLine([...cells, ...added.map(() => '')]);
      const tags = result.tags ?? [];
      if (isByRow) {
        const lists = cells.map((cell) => readList(cell) ?? []);
        const lines = tags.map((tag, i) => csvLine([...lists.map((list) => list[i] ?? ''), tag]));
        return `${lines.join('')}${words === 'rows' ? '' : BLANK_LINE}`;
      }
      const spans = JSON.stringify(spansOf(result));
      return csvLine(words === 'lists' ? [...cells, JSON.stringify(tags), spans] : [...cells, spans]);
    },
  };
}
