/** What two neighbouring tokens become, by rank; open addressing over 32-bit arrays, several times as fast as a Map. */
export class MergeTable {
  private readonly mask: number;
  private readonly lefts: Int32Array;
  private readonly rights: Int32Array;
  private readonly ranks: Int32Array;
  private readonly results: Int32Array;

  constructor(capacity: number) {
    let slots = 16;
    while (slots < capacity * 2) slots *= 2;
    this.mask = slots - 1;
    this.lefts = new Int32Array(slots).fill(-1);
    this.rights = new Int32Array(slots);
    this.ranks = new Int32Array(slots);
    this.results = new Int32Array(slots);
  }

  private slotOf(left: number, right: number): number {
    let slot = (Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & this.mask;
    while (this.lefts[slot] !== -1 && (this.lefts[slot] !== left || this.rights[slot] !== right)) {
      slot = (slot + 1) & this.mask;
    }
    return slot;
  }

  /** A pair given twice has its later rank, as in the Rust library. */
  set(left: number, right: number, rank: number, result: number): void {
    const slot = this.slotOf(left, right);
    this.lefts[slot] = left;
    this.rights[slot] = right;
    this.ranks[slot] = rank;
    this.results[slot] = result;
  }

  /** The rank of the pair, −1 where it does not merge. */
  rank(left: number, right: number): number {
    const slot = this.slotOf(left, right);
    return this.lefts[slot] === -1 ? -1 : (this.ranks[slot] ?? -1);
  }

  /** What a pair that merges becomes. */
  result(left: number, right: number): number {
    return this.results[this.slotOf(left, right)] ?? -1;
  }
}
