import { csvLine, freeNames } from '../../data/prediction-csv';
import type { EntityTable, ResultWriter } from './entity-file';
import { BYTE_ORDER_MARK } from './result-file';
import { spansOf } from './span';

/** The table's own columns, then the spans as JSON, and the tags where words came. */
export function csvResult({ columns, isWords }: EntityTable): ResultWriter {
  const added = freeNames(columns, isWords ? ['predicted_tags', 'predicted_spans'] : ['predicted_spans']);
  return {
    extension: '.csv',
    head: `${BYTE_ORDER_MARK}${csvLine([...columns, ...added])}`,
    row({ cells }, result) {
      if (result === null) return csvLine([...cells, ...added.map(() => '')]);
      const tags = isWords ? [JSON.stringify(result.tags ?? [])] : [];
      return csvLine([...cells, ...tags, JSON.stringify(spansOf(result))]);
    },
  };
}
