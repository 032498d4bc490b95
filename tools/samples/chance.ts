import { MersenneTwister, randperm } from '../../src/core/rng';

/** Draws for the fillers of slots: all of a list are used before one comes again. */
export class Chance {
  private readonly generator: MersenneTwister;
  private readonly decks = new Map<readonly string[], string[]>();

  constructor(private readonly seed: number) {
    this.generator = new MersenneTwister(seed);
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + (this.generator.uint32() % (high - low + 1));
  }

  pick(list: readonly string[]): string {
    let deck = this.decks.get(list) ?? [];
    if (deck.length === 0) deck = this.shuffled(list);
    const [card = '', ...rest] = deck;
    this.decks.set(list, rest);
    return card;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const order = randperm(list.length, (this.seed + this.generator.uint32()) >>> 0);
    return Array.from(order, (i) => list[i] as T);
  }
}
