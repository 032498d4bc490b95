import type { OptionsOf } from '../../../../core/contract/dataset';
import type { TableFormat } from '../format';
import { sniffEncoding } from '../text/encoding';
import { headLines, textLines } from '../text/text-lines';
import { type JsonBatch, openJsonTable, parseJson } from './json-table';

/** One JSON object a line. */
export const jsonLinesFormat: TableFormat<OptionsOf<'jsonl'>> = {
  sniff(head) {
    const [first, second] = headLines(head).filter((line) => line.trim() !== '');
    if (first === undefined) return 0;
    const start = first.trimStart()[0];
    // A list alone on the first line is a whole file unless more follow.
    if (start === '[') return parseJson(first) !== undefined && second?.startsWith('[') === true ? 1 : 0;
    return start === '{' && (parseJson(first) !== undefined || /^\s*\{\s*"/.test(first)) ? 1 : 0;
  },

  detect: async (source) => ({ format: 'jsonl', encoding: await sniffEncoding(source) }),

  open: (source, { encoding }) => openJsonTable(() => records(source, encoding)),
};

async function* records(source: Blob, encoding: OptionsOf<'jsonl'>['encoding']): AsyncGenerator<JsonBatch> {
  for await (const { lines, firstLine, bytesRead } of textLines(source, encoding)) {
    const found = lines.flatMap((text, i) =>
      text.trim() === '' ? [] : [{ line: firstLine + i, value: parseJson(text) }],
    );
    yield { records: found, bytesRead };
  }
}
