import { AppError } from '../../../core/contract/errors';

/**
 * SentencePiece's `precompiled_charsmap`: 4 bytes with the size of a trie, the trie as a double array of 32-bit units
 * (Darts), and replacement strings in UTF-8, each ended by a zero byte, to which the trie's values point.
 */
export class Charsmap {
  private readonly units: Uint32Array;
  private readonly strings: Uint8Array;
  private readonly decoder = new TextDecoder();

  /** Throws `MODEL_UNSUPPORTED_TOKENIZER` where the bytes are not such a map. */
  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const trieBytes = bytes.length < 4 ? Number.NaN : view.getUint32(0, true);
    if (!(trieBytes >= 4 && 4 + trieBytes <= bytes.length)) {
      throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', {
        part: 'normalizer',
        type: 'Precompiled, malformed',
      });
    }
    this.units = Uint32Array.from({ length: trieBytes >> 2 }, (_, i) => view.getUint32(4 + 4 * i, true));
    this.strings = bytes.subarray(4 + 4 * this.units.length);
  }

  /**
   * What replaces `key`, UTF-8, or null. As in the Rust library it is the shortest entry that `key` begins with: the
   * rest of `key` falls away.
   */
  find(key: Uint8Array): string | null {
    let node = 0;
    let unit = this.units[0] ?? 0;
    node ^= offsetOf(unit);
    for (const byte of key) {
      if (byte === 0) return null;
      node ^= byte;
      unit = this.units[node] ?? 0;
      // The label takes the sign bit along, so that a leaf never matches.
      if ((unit & 0x800000ff) !== byte) return null;
      node ^= offsetOf(unit);
      if (((unit >> 8) & 1) === 1) return this.stringAt((this.units[node] ?? 0) & 0x7fffffff);
    }
    return null;
  }

  private stringAt(begin: number): string {
    const end = this.strings.indexOf(0, begin);
    return this.decoder.decode(this.strings.subarray(begin, end < 0 ? this.strings.length : end));
  }
}

const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & (1 << 9)) >>> 6);
