import type { LabelValue } from '../../../core/contract/dataset';
import { SPLIT_NAMES } from '../../../core/contract/task';
import { EXCLUDED } from '../deal-splits';
import { GrowingInts } from '../growing-ints';
import type { Sentence } from './sentence-rules';

/** Where the mark of a sentence that is not used stands in place of its length. */
const UNUSED = -1;
/** Class of sentences without entities. */
const NO_ENTITY = 0;

type Rename = (type: string) => string | null;

/** Sentences, entities and words by split. */
export interface LedgerCounts {
  readonly sentences: readonly number[];
  readonly entities: readonly ReadonlyMap<string, number>[];
  readonly tags: readonly ReadonlyMap<string, number>[];
}

/** Remembers the entities of all sentences, in a few bytes each. */
export class EntityLedger {
  private readonly typeIds = new Map<string, number>();
  /** Entities of each type in used sentences, by its id. */
  private readonly typeCounts: number[] = [];
  /** Entities of each type in all sentences. */
  private readonly seen = new Map<string, number>();
  private readonly lengths = new GrowingInts();
  /** Entities of sentence i: `starts[i]` to `starts[i + 1]`. */
  private readonly starts = new GrowingInts();
  private readonly entityTypes = new GrowingInts();
  private readonly entityLengths = new GrowingInts();

  constructor() {
    this.starts.push(0);
  }

  /** The next sentence; null for one that cannot be understood. Of one that is not used, the types are still known. */
  add(sentence: Sentence | null, isUsed: boolean): void {
    this.lengths.push(sentence !== null && isUsed ? sentence.words.length : UNUSED);
    for (const { type, start, end } of sentence?.entities ?? []) {
      this.seen.set(type, (this.seen.get(type) ?? 0) + 1);
      if (!isUsed) continue;
      const id = this.typeIds.get(type) ?? this.typeIds.size;
      this.typeIds.set(type, id);
      this.typeCounts[id] = (this.typeCounts[id] ?? 0) + 1;
      this.entityTypes.push(id);
      this.entityLengths.push(end - start);
    }
    this.starts.push(this.entityTypes.length);
  }

  /** Types by how often they occur, in sentences that are used or not, the most frequent first. */
  types(): LabelValue[] {
    return [...this.seen].map(([raw, count]) => ({ raw, count })).sort((a, b) => b.count - a.count);
  }

  /** For each sentence its rarest type (from 1), 0 without entities, `EXCLUDED` when it is not used. */
  rarestTypes(): Int32Array {
    const starts = this.starts.toArray();
    const types = this.entityTypes.toArray();
    const rarity = (type: number): number => this.typeCounts[type] ?? 0;
    return this.lengths.toArray().map((length, i) => {
      if (length === UNUSED) return EXCLUDED;
      let rarest = -1;
      for (const type of types.subarray(starts[i], starts[i + 1])) {
        if (rarest < 0 || rarity(type) < rarity(rarest)) rarest = type;
      }
      return rarest < 0 ? NO_ENTITY : rarest + 1;
    });
  }

  /** IOB2 tags that occur once types have their labels; null drops one. */
  tags(rename: Rename): Set<string> {
    const names = this.labels(rename);
    const lengths = this.entityLengths.toArray();
    const tags = new Set<string>();
    for (const [i, type] of this.entityTypes.toArray().entries()) {
      const label = names[type];
      if (label === null || label === undefined) continue;
      tags.add(`B-${label}`);
      if ((lengths[i] ?? 1) > 1) tags.add(`I-${label}`);
    }
    return tags;
  }

  /** Counts used sentences, entities by label and words by tag; `splits[i]` is the split of sentence i. */
  count(splits: ArrayLike<number>, rename: Rename): LedgerCounts {
    const names = this.labels(rename);
    const starts = this.starts.toArray();
    const types = this.entityTypes.toArray();
    const lengths = this.entityLengths.toArray();
    const sentences = SPLIT_NAMES.map(() => 0);
    const entities = SPLIT_NAMES.map(() => new Map<string, number>());
    const tags = SPLIT_NAMES.map(() => new Map<string, number>());
    const raise = (counts: Map<string, number> | undefined, key: string, by: number): void => {
      if (by > 0) counts?.set(key, (counts.get(key) ?? 0) + by);
    };
    for (const [i, length] of this.lengths.toArray().entries()) {
      const split = splits[i] ?? 0;
      if (length === UNUSED) continue;
      sentences[split] = (sentences[split] ?? 0) + 1;
      let outside = length;
      for (let k = starts[i] ?? 0; k < (starts[i + 1] ?? 0); k++) {
        const label = names[types[k] ?? -1];
        if (label === null || label === undefined) continue;
        const words = lengths[k] ?? 1;
        outside -= words;
        raise(entities[split], label, 1);
        raise(tags[split], `B-${label}`, 1);
        raise(tags[split], `I-${label}`, words - 1);
      }
      raise(tags[split], 'O', outside);
    }
    return { sentences, entities, tags };
  }

  private labels(rename: Rename): readonly (string | null)[] {
    return [...this.typeIds.keys()].map(rename);
  }
}
