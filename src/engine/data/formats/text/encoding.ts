import type { TextEncoding } from '../../../../core/contract/dataset';

const CHUNK_BYTES = 1 << 20;
/** Fewer broken bytes than this share of the good sequences are damage in UTF-8, more are another encoding. */
const DAMAGE_SHARE = 0.1;

/** UTF-16 by its mark, or by zeros in every other byte of mostly Latin text; null when it is something else. */
export function guessUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const pairs = head.length >> 1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) evenZeros++;
    if (head[2 * i + 1] === 0) oddZeros++;
  }
  if (pairs < 2) return null;
  if (oddZeros > 0.4 * pairs && evenZeros < 0.05 * pairs) return 'utf-16le';
  if (evenZeros > 0.4 * pairs && oddZeros < 0.05 * pairs) return 'utf-16be';
  return null;
}

/** The encoding of a text file: its byte-order mark, else UTF-8 if all of it is (or nearly), else Windows-1252. */
export async function sniffEncoding(source: Blob): Promise<TextEncoding> {
  const head = new Uint8Array(await source.slice(0, 4096).arrayBuffer());
  const utf16 = guessUtf16(head);
  if (utf16) return utf16;
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  const counter = new Utf8Counter();
  for (let offset = 0; offset < source.size; offset += CHUNK_BYTES) {
    counter.push(new Uint8Array(await source.slice(offset, offset + CHUNK_BYTES).arrayBuffer()));
  }
  return counter.broken <= counter.whole * DAMAGE_SHARE ? 'utf-8' : 'windows-1252';
}

/** Counts whole and broken sequences of more than one byte, over chunks. */
class Utf8Counter {
  whole = 0;
  broken = 0;
  private expected = 0;

  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      if (byte < 0x80 && this.expected === 0) continue;
      this.next(byte);
    }
  }

  private next(byte: number): void {
    const continuation = (byte & 0xc0) === 0x80;
    if (this.expected > 0) {
      if (continuation) {
        if (--this.expected === 0) this.whole++;
        return;
      }
      this.broken++;
      this.expected = 0;
    }
    if (byte < 0x80) return;
    if (byte >= 0xc2 && byte <= 0xdf) this.expected = 1;
    else if (byte >= 0xe0 && byte <= 0xef) this.expected = 2;
    else if (byte >= 0xf0 && byte <= 0xf4) this.expected = 3;
    else this.broken++;
  }
}
