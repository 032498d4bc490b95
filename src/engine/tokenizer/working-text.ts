/**
 * A text on its way to tokens. For UTF-16 unit i of `text`, [starts[i], ends[i]) are the code points of the
 * original text it comes from. Where both are null nothing moved and all is ASCII: [base + i, base + i + 1).
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

const REPLACEMENT = 0xfffd;

export function startOf(text: WorkingText, index: number): number {
  return text.starts ? (text.starts[index] ?? 0) : text.base + index;
}

export function endOf(text: WorkingText, index: number): number {
  return text.ends ? (text.ends[index] ?? 0) : text.base + index + 1;
}

export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

/** Code points of text[begin, end). */
export function countCodePoints(text: string, begin: number, end: number): number {
  let count = 0;
  for (let i = begin; i < end; i++) {
    if ((text.codePointAt(i) ?? 0) > 0xffff) i++;
    count++;
  }
  return count;
}

/** A text, or a part of one that begins at code point `base`, before any change. */
export function originalText(text: string, base: number): WorkingText {
  if (isAscii(text)) return { text, base, starts: null, ends: null };
  const points = new AlignedPoints();
  let position = base;
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i) ?? 0;
    if (point > 0xffff) i++;
    points.push(point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point, position, position + 1);
    position++;
  }
  return points.toText();
}

export function sliceText(text: WorkingText, begin: number, end: number): WorkingText {
  return {
    text: text.text.slice(begin, end),
    base: text.base + begin,
    starts: text.starts?.subarray(begin, end) ?? null,
    ends: text.ends?.subarray(begin, end) ?? null,
  };
}

/** A working text as code points, the form that normalizers read and build. */
export class AlignedPoints {
  readonly points: number[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  static from(text: WorkingText): AlignedPoints {
    const aligned = new AlignedPoints();
    for (let i = 0; i < text.text.length; i++) {
      const point = text.text.codePointAt(i) ?? 0;
      aligned.push(point, startOf(text, i), endOf(text, i));
      if (point > 0xffff) i++;
    }
    return aligned;
  }

  push(point: number, start: number, end: number): void {
    this.points.push(point);
    this.starts.push(start);
    this.ends.push(end);
  }

  /** Appends `point` with the range of `source[index]`; (0, 0) before the first, as the Rust library has it. */
  pushFrom(source: AlignedPoints, index: number, point: number): void {
    this.push(point, source.starts[index] ?? 0, source.ends[index] ?? 0);
  }

  toText(): WorkingText {
    let units = 0;
    for (const point of this.points) units += point > 0xffff ? 2 : 1;
    const codes = new Uint16Array(units);
    const starts = new Int32Array(units);
    const ends = new Int32Array(units);
    let unit = 0;
    const put = (code: number, from: number): void => {
      codes[unit] = code;
      starts[unit] = this.starts[from] ?? 0;
      ends[unit++] = this.ends[from] ?? 0;
    };
    for (let i = 0; i < this.points.length; i++) {
      const point = this.points[i] ?? 0;
      if (point > 0xffff) put(0xd800 + ((point - 0x10000) >> 10), i);
      put(point > 0xffff ? 0xdc00 + (point & 0x3ff) : point, i);
    }
    return { text: fromUnits(codes), base: 0, starts, ends };
  }
}

/** In pieces that fit on the stack. */
function fromUnits(codes: Uint16Array): string {
  let text = '';
  for (let i = 0; i < codes.length; i += 4096) text += String.fromCharCode(...codes.subarray(i, i + 4096));
  return text;
}
