import type { TextEncoding } from '../../../../core/contract/dataset';

export interface TextChunk {
  /** Line ends are LF whatever they were in the file. */
  readonly text: string;
  readonly bytesRead: number;
}

const CHUNK_BYTES = 256 * 1024;

/** Decodes a file piece by piece, so that only a piece of it is in memory. */
export async function* textChunks(source: Blob, encoding: TextEncoding): AsyncGenerator<TextChunk> {
  const decoder = new TextDecoder(encoding);
  // A CR at the end of a piece waits for the LF that may follow.
  let held = '';
  for (let offset = 0; offset < source.size; offset += CHUNK_BYTES) {
    const bytes = await source.slice(offset, offset + CHUNK_BYTES).arrayBuffer();
    const bytesRead = offset + bytes.byteLength;
    const last = bytesRead >= source.size;
    let text = held + decoder.decode(bytes, { stream: !last });
    held = !last && text.endsWith('\r') ? '\r' : '';
    if (held) text = text.slice(0, -1);
    yield { text: text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, bytesRead };
  }
}
