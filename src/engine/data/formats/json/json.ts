import type { OptionsOf } from '../../../../core/contract/dataset';
import type { TableFormat } from '../format';
import { sniffEncoding } from '../text/encoding';
import { textChunks } from '../text/text-chunks';
import { headLines } from '../text/text-lines';
import { ElementCutter } from './element-cutter';
import { jsonLinesFormat } from './json-lines';
import { type JsonBatch, openJsonTable, parseJson } from './json-table';

/** A JSON list of objects. */
export const jsonFormat: TableFormat<OptionsOf<'json'>> = {
  sniff(head, name) {
    if (jsonLinesFormat.sniff(head, name) > 0) return 0;
    return /^\s*(\[\s*[[{\]]|\{\s*["}])/.test(headLines(head).join('\n')) ? 1 : 0;
  },

  detect: async (source) => ({ format: 'json', encoding: await sniffEncoding(source) }),

  open: (source, { encoding }) => openJsonTable(() => records(source, encoding)),
};

async function* records(source: Blob, encoding: OptionsOf<'json'>['encoding']): AsyncGenerator<JsonBatch> {
  const cutter = new ElementCutter();
  for await (const { text, bytesRead } of textChunks(source, encoding)) {
    const elements = cutter.push(text);
    const rest = bytesRead >= source.size ? cutter.end() : null;
    if (rest) elements.push(rest);
    yield {
      records: elements.map((element) => ({ line: element.line, value: parseJson(element.text) })),
      bytesRead,
    };
  }
}
