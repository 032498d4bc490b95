import type { Encoding } from '../../tokenizer/tokenizer';
import type { TokenRecord } from './token-record';

/** A share of a window that the next one reads again. */
const STRIDE_SHARE = 1 / 4;

/** Tokens that two windows share: the pipeline's `stride` for a `maxLength`, special tokens included in the latter. */
export function strideFor(maxLength: number): number {
  return Math.floor(maxLength * STRIDE_SHARE);
}

/** A window of words that came cut apart, with positions in the text that they make with a space between. */
export function placeInText(window: Encoding, words: readonly string[]): Encoding {
  let next = 0;
  const begins = words.map((word) => {
    const begin = next;
    next += [...word].length + 1;
    return begin;
  });
  const shift = (position: number, token: number) => position + (begins[window.wordIds[token] ?? -1] ?? 0);
  return { ...window, starts: window.starts.map(shift), ends: window.ends.map(shift) };
}

/** The tokens of a whole text: where two windows, in text order, share tokens, as the one that was surer read them. */
export function joinWindows(windows: readonly (readonly TokenRecord[])[], stride: number): TokenRecord[] {
  const joined: TokenRecord[] = [];
  for (const [i, window] of windows.entries()) {
    const shared = i === 0 ? [] : joined.splice(-stride, stride);
    joined.push(...shared.map((record, k) => surer(record, window[k])), ...window.slice(shared.length));
  }
  return joined;
}

function surer(a: TokenRecord, b: TokenRecord | undefined): TokenRecord {
  return b !== undefined && Math.max(...b.scores) > Math.max(...a.scores) ? b : a;
}
