import { endOf, fromUnits, startOf, type WorkingText } from './working-text';

/**
 * Characters that replace those of a text, in order. Change 0: stands for the next character; −n: for the next, and n
 * more fall away; positive: is put in, and belongs where the character before it does.
 */
export class Changes {
  readonly points: number[] = [];
  readonly changes: number[] = [];

  push(point: number, change: number): void {
    this.points.push(point);
    this.changes.push(change);
  }
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

  /** The text after `NormalizedString::transform` of the Rust library. */
  transform({ points, changes }: Changes): AlignedPoints {
    const target = new AlignedPoints();
    let consumed = 0;
    for (let i = 0; i < points.length; i++) {
      const change = changes[i] ?? 0;
      target.pushFrom(this, change > 0 ? consumed - 1 : consumed, points[i] ?? 0);
      if (change <= 0) consumed += 1 - change;
    }
    return target;
  }

  /** The text without the characters that `drops` names. */
  without(drops: (point: number) => boolean): AlignedPoints {
    if (!this.points.some(drops)) return this;
    const target = new AlignedPoints();
    for (let i = 0; i < this.points.length; i++) {
      const point = this.points[i] ?? 0;
      if (!drops(point)) target.pushFrom(this, i, point);
    }
    return target;
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
