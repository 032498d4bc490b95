import { isWrittenList, readList } from '../../data/entities/lists';
import { freeNames } from '../../data/prediction-csv';
import type { EntityTable, ResultWriter } from './entity-file';
import { spansOf } from './span';

/** One JSON object a line: the table's own columns, the spans, and the tags and the text of words; null without any text. */
export function jsonLinesResult({ columns, text, words: layout }: EntityTable): ResultWriter {
  const [spans = '', tags = '', joined = ''] = freeNames(columns, ['spans', 'predicted_tags', 'text']);
  const isWords = layout !== 'none';
  return {
    extension: '.jsonl',
    head: '',
    row({ cells }, result) {
      const own = columns.map((name, i): [string, unknown] => {
        const cell = cells[i] ?? '';
        const list = isWords && (i === text || isWrittenList(cell)) ? readList(cell) : null;
        // Other lists go with the words one by one.
        return [name, list !== null && (i === text || list.length === result?.words?.length) ? list : cell];
      });
      const words = isWords
        ? [
            [joined, result?.text ?? null],
            [tags, result?.tags ?? null],
          ]
        : [];
      const found = result === null ? null : spansOf(result);
      return `${JSON.stringify(Object.fromEntries([...own, ...words, [spans, found]]))}\n`;
    },
  };
}
