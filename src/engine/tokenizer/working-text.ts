/**
 * A text on its way to tokens. For UTF-16 unit i of `text`, [starts[i], ends[i]) are the code points of the
 * original text it comes from. Where both are null each unit is one code point and nothing moved: [base + i, base + i + 1).
 */
export interface WorkingText {
  readonly text: string;
  readonly base: number;
  readonly starts: Int32Array | null;
  readonly ends: Int32Array | null;
}

/** A working text and its pieces to tokenize: begin and end, in UTF-16 units, alternate in `bounds`. */
export interface Pieces {
  readonly text: WorkingText;
  readonly bounds: readonly number[];
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const LONE_SURROGATES = /\p{Surrogate}/gu;
const ANY_SURROGATE = /[\ud800-\udfff]/;
const NOT_ASCII = /[^\0-\x7f]/;

export function startOf(text: WorkingText, index: number): number {
  return text.starts ? (text.starts[index] ?? 0) : text.base + index;
}

export function endOf(text: WorkingText, index: number): number {
  return text.ends ? (text.ends[index] ?? 0) : text.base + index + 1;
}

export const isAscii = (text: string): boolean => !NOT_ASCII.test(text);

/**
 * The text as the Rust library can hold it: a surrogate without its other half becomes U+FFFD, which keeps every
 * position, in code points and in UTF-16 units.
 */
export function wellFormed(text: string): string {
  return LONE_SURROGATE.test(text) ? text.replace(LONE_SURROGATES, '\ufffd') : text;
}

/** Code points of text[begin, end). */
export function countCodePoints(text: string, begin: number, end: number): number {
  let count = end - begin;
  for (let i = begin; i < end - 1; i++) {
    if ((text.codePointAt(i) ?? 0) > 0xffff) {
      i++;
      count--;
    }
  }
  return count;
}

/** A text, or a part of one that begins at code point `base`, before any change. */
export function originalText(text: string, base: number): WorkingText {
  if (!ANY_SURROGATE.test(text)) return { text, base, starts: null, ends: null };
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  let position = base;
  for (let i = 0; i < text.length; i++, position++) {
    starts[i] = position;
    ends[i] = position + 1;
    if ((text.codePointAt(i) ?? 0) > 0xffff) {
      i++;
      starts[i] = position;
      ends[i] = position + 1;
    }
  }
  return { text, base: 0, starts, ends };
}

export function sliceText(text: WorkingText, begin: number, end: number): WorkingText {
  if (begin === 0 && end === text.text.length) return text;
  return {
    text: text.text.slice(begin, end),
    base: text.base + begin,
    starts: text.starts?.subarray(begin, end) ?? null,
    ends: text.ends?.subarray(begin, end) ?? null,
  };
}

/** One piece that is the whole text. */
export const wholeText = (text: WorkingText): Pieces => ({ text, bounds: [0, text.text.length] });

/** A string of UTF-16 units, put together in parts that fit on the stack. */
export function fromUnits(units: Uint16Array): string {
  if (units.length <= 4096) return String.fromCharCode(...units);
  let text = '';
  for (let i = 0; i < units.length; i += 4096) text += String.fromCharCode(...units.subarray(i, i + 4096));
  return text;
}
