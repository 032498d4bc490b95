import { z } from 'zod';

const HEAD_BYTES = 64 * 1024;
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** UTF-16 is known by its first two bytes; everything else reads well enough as UTF-8 to find the header. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** Cells of the first record; a delimiter or line break inside double quotes belongs to its cell, "" is a quote. */
function firstRecord(text: string, delimiter: string): string[] {
  const cells = [''];
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    const last = cells.length - 1;
    const isEscaped = isQuoted && char === '"' && text[i + 1] === '"';
    if (isEscaped) i += 1;
    if (char === '"' && !isEscaped) isQuoted = !isQuoted;
    else if (!isQuoted && (char === '\n' || char === '\r')) break;
    else if (!isQuoted && char === delimiter) cells.push('');
    else cells[last] = `${cells[last] ?? ''}${char}`;
  }
  return cells;
}

/** Column names at the beginning of a delimited text: by the delimiter that cuts it into most cells. */
export function headerOf(text: string): readonly string[] {
  const records = DELIMITERS.map((delimiter) => firstRecord(text, delimiter));
  const most = records.reduce((a, b) => (b.length > a.length ? b : a));
  return [...new Set(most.map((name) => name.trim()).filter((name) => name !== ''))];
}

const recordSchema = z.record(z.string(), z.unknown());

/** Keys of the first of a file of JSON lines; none where it is no object that stands on its line. */
function keysOf(text: string): readonly string[] {
  try {
    const record = recordSchema.safeParse(JSON.parse(text.split('\n', 1)[0] ?? ''));
    return record.success ? Object.keys(record.data) : [];
  } catch {
    // A first line that is cut off or broken: the worker, which reads it all, says what is wrong with it.
    return [];
  }
}

/** Files whose columns cannot be read from a few lines, or that have none to choose from. */
const WITHOUT_COLUMNS = /\.(json|parquet|conll\w*|bio|iob2?)$/i;

/** Column names of a file; for a choice only, the worker reads the file itself. */
export async function readHeader(file: File): Promise<readonly string[]> {
  if (WITHOUT_COLUMNS.test(file.name)) return [];
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return /\.(jsonl|ndjson)$/i.test(file.name) ? keysOf(text) : headerOf(text);
}
