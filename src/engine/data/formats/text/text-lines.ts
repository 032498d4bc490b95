import type { TextEncoding } from '../../../../core/contract/dataset';
import { guessUtf16 } from './encoding';
import { textChunks } from './text-chunks';

/** Whole lines of a file, without their ends. */
export interface LineBatch {
  readonly lines: readonly string[];
  /** Number of the first one in the file, from 1. */
  readonly firstLine: number;
  readonly bytesRead: number;
}

/** Reads a text file some lines at a time; only a line feed (or a carriage return) ends one. */
export async function* textLines(source: Blob, encoding: TextEncoding): AsyncGenerator<LineBatch> {
  let pending = '';
  let firstLine = 1;
  for await (const { text, bytesRead } of textChunks(source, encoding)) {
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? '';
    yield { lines, firstLine, bytesRead };
    firstLine += lines.length;
  }
  if (pending !== '') yield { lines: [pending], firstLine, bytesRead: source.size };
}

/** Lines of the beginning of a file for the sniffer; the last, which may be cut off, is left out. */
export function headLines(head: Uint8Array): string[] {
  const text = new TextDecoder(guessUtf16(head) ?? 'utf-8').decode(head, { stream: true });
  const lines = text.split(/\r\n?|\n/);
  if (lines.length > 1) lines.pop();
  return lines;
}
