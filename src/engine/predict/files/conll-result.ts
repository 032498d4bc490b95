import { isWrittenList, readList } from '../../data/entities/lists';
import type { EntityTable, ResultWriter } from './entity-file';

/**
 * One word a line with its tag, a blank line after each sentence. Other lists of the row stand between, as they came:
 * with true tags among them, it is what conlleval reads.
 */
export function conllResult({ text }: EntityTable): ResultWriter {
  return {
    extension: '.conll',
    head: '',
    row({ cells }, result) {
      if (result?.words == null) return '';
      const { words, tags } = result;
      const others = cells.flatMap((cell, i) => {
        const list = i !== text && isWrittenList(cell) ? readList(cell) : null;
        return list?.length === words.length ? [list] : [];
      });
      const lines = words.map((word, i) =>
        [word, ...others.map((list) => list[i] ?? ''), tags?.[i] ?? 'O'].map(oneField).join('\t'),
      );
      return `${lines.join('\n')}\n\n`;
    },
  };
}

/** A word is one field: white space in it would be read as another one. */
const oneField = (text: string): string => text.replace(/\s+/gu, '\u00a0') || '_';
