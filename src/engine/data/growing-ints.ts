/** A list of 32-bit integers that grows, at four bytes each. */
export class GrowingInts {
  private values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.grow(this.length + 1);
    this.values[this.length++] = value;
  }

  pushAll(values: ArrayLike<number>): void {
    if (this.length + values.length > this.values.length) this.grow(this.length + values.length);
    this.values.set(values, this.length);
    this.length += values.length;
  }

  /** A copy of what is in it. */
  toArray(): Int32Array<ArrayBuffer> {
    return this.values.slice(0, this.length);
  }

  private grow(needed: number): void {
    const larger = new Int32Array(Math.max(needed, this.values.length * 2));
    larger.set(this.values);
    this.values = larger;
  }
}
