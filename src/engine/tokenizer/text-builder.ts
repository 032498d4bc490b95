import { endOf, startOf, type WorkingText } from './working-text';

/** Puts a working text together from stretches of another and strings put between. */
export class TextBuilder {
  private readonly source: WorkingText;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private text = '';

  /** `capacity`: the most UTF-16 units that will be written. */
  constructor(source: WorkingText, capacity: number) {
    this.source = source;
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  /** UTF-16 units written so far. */
  get length(): number {
    return this.text.length;
  }

  /** Appends the units [begin, end) of the source. */
  copy(begin: number, end: number): void {
    const at = this.text.length;
    for (let i = begin; i < end; i++) {
      this.starts[at + i - begin] = startOf(this.source, i);
      this.ends[at + i - begin] = endOf(this.source, i);
    }
    this.text += this.source.text.slice(begin, end);
  }

  /** Appends `inserted` with the range of unit `index` of the source; (0, 0) before the first. */
  insert(inserted: string, index: number): void {
    const at = this.text.length;
    const begin = index < 0 ? 0 : startOf(this.source, index);
    const end = index < 0 ? 0 : endOf(this.source, index);
    this.starts.fill(begin, at, at + inserted.length);
    this.ends.fill(end, at, at + inserted.length);
    this.text += inserted;
  }

  build(): WorkingText {
    const { length } = this.text;
    return {
      text: this.text,
      base: 0,
      starts: this.starts.subarray(0, length),
      ends: this.ends.subarray(0, length),
    };
  }
}
