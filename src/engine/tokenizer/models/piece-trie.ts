/** Strings by their UTF-16 units, to find all that a text has at a place in one walk. */
export class PieceTrie {
  private mask = 0;
  private parents = new Int32Array(0);
  private units = new Uint16Array(0);
  private children = new Int32Array(0);
  private readonly values: number[] = [-1];

  constructor(pieces: Iterable<readonly [string, number]>) {
    this.grow(1 << 16);
    for (const [piece, value] of pieces) this.add(piece, value);
  }

  private grow(slots: number): void {
    const { parents, units, children } = this;
    this.mask = slots - 1;
    this.parents = new Int32Array(slots).fill(-1);
    this.units = new Uint16Array(slots);
    this.children = new Int32Array(slots);
    for (let i = 0; i < parents.length; i++) {
      const parent = parents[i] ?? -1;
      if (parent >= 0) this.link(this.slotOf(parent, units[i] ?? 0), parent, units[i] ?? 0, children[i] ?? 0);
    }
  }

  private link(slot: number, parent: number, unit: number, child: number): void {
    this.parents[slot] = parent;
    this.units[slot] = unit;
    this.children[slot] = child;
  }

  private slotOf(parent: number, unit: number): number {
    let slot = Math.imul(Math.imul(parent, 0x9e3779b1) ^ unit, 0x85ebca6b) >>> 0;
    slot = (slot ^ (slot >>> 16)) & this.mask;
    while (this.parents[slot] !== -1 && (this.parents[slot] !== parent || this.units[slot] !== unit)) {
      slot = (slot + 1) & this.mask;
    }
    return slot;
  }

  private add(piece: string, value: number): void {
    let node = 0;
    for (let i = 0; i < piece.length; i++) {
      const unit = piece.charCodeAt(i);
      const slot = this.slotOf(node, unit);
      if (this.parents[slot] === -1) {
        const child = this.values.length;
        this.values.push(-1);
        this.link(slot, node, unit, child);
        if (this.values.length * 2 > this.mask) this.grow((this.mask + 1) * 2);
        node = child;
      } else {
        node = this.children[slot] ?? 0;
      }
    }
    this.values[node] = value;
  }

  /** Calls `found` with the end and the value of each piece that begins at `begin`, the shortest first. */
  match(text: string, begin: number, found: (end: number, value: number) => void): void {
    let node = 0;
    for (let i = begin; i < text.length; i++) {
      const slot = this.slotOf(node, text.charCodeAt(i));
      if (this.parents[slot] === -1) return;
      node = this.children[slot] ?? 0;
      const value = this.values[node] ?? -1;
      if (value >= 0) found(i + 1, value);
    }
  }
}
