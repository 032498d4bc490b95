import type { TagScheme } from '../../../core/contract/dataset';

/** Words `start` to `end` (exclusive) of a sentence. */
export interface Entity {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** What tags say, and where they break the rules of their scheme: there the most obvious reading is taken. */
export interface TagReading {
  readonly entities: readonly Entity[];
  /** Words with tags that are ill-formed where they stand. */
  readonly illFormed: readonly number[];
  /** Words with tags that the scheme does not have; read as O. */
  readonly unknown: readonly number[];
}

export type Prefix = 'B' | 'I' | 'E' | 'S';
interface ParsedTag {
  readonly prefix: Prefix;
  readonly type: string;
}

/** Letters of each scheme in terms of begin, inside, end and single. */
export const SCHEME_PREFIXES: Readonly<Record<TagScheme, Readonly<Record<string, Prefix>>>> = {
  IOB1: { B: 'B', I: 'I' },
  IOB2: { B: 'B', I: 'I' },
  IOE1: { E: 'B', I: 'I' },
  IOE2: { E: 'B', I: 'I' },
  IOBES: { B: 'B', I: 'I', E: 'E', S: 'S' },
  BILOU: { B: 'B', I: 'I', L: 'E', U: 'S' },
  IO: {},
};

/** The letter and the type of a prefixed tag ("_" for a letter alone); null for O and for tags without prefix. */
export function splitTag(tag: string): { readonly letter: string; readonly type: string } | null {
  const match = /^([A-Z])(?:-(.+))?$/su.exec(tag);
  if (!match || (tag === 'O' && match[2] === undefined)) return null;
  return { letter: match[1] ?? '', type: match[2] ?? '_' };
}

/** Reads the tags of a sentence under a scheme. Where nothing is ill-formed, entities are seqeval's (mode "strict"). */
export function readTags(scheme: TagScheme, tags: readonly string[]): TagReading {
  // Tags that mark ends are those that mark beginnings, read from the right.
  const mirrored = scheme === 'IOE1' || scheme === 'IOE2';
  const ordered = mirrored ? tags.toReversed() : tags;
  const unknown: number[] = [];
  const parsed = ordered.map((tag, i) => {
    if (tag === 'O') return null;
    const read = parseTag(scheme, tag);
    if (read === null) unknown.push(i);
    return read;
  });
  const { entities, illFormed } = new ChunkReader(scheme).read(parsed);
  if (!mirrored) return { entities, illFormed, unknown };
  const n = tags.length;
  return {
    entities: entities.map(({ type, start, end }) => ({ type, start: n - end, end: n - start })).reverse(),
    illFormed: illFormed.map((i) => n - 1 - i).reverse(),
    unknown: unknown.map((i) => n - 1 - i).reverse(),
  };
}

function parseTag(scheme: TagScheme, tag: string): ParsedTag | null {
  if (scheme === 'IO') return tag === '' ? null : { prefix: 'I', type: tag };
  const split = splitTag(tag);
  const prefix = split && SCHEME_PREFIXES[scheme][split.letter];
  return split && prefix ? { prefix, type: split.type } : null;
}

/** Cuts a sequence of tags into entities. */
class ChunkReader {
  private readonly entities: Entity[] = [];
  private readonly illFormed: number[] = [];
  private open: { readonly type: string; readonly start: number } | null = null;
  /** Whether an entity needs an end of its own. */
  private readonly closes: boolean;

  constructor(private readonly scheme: TagScheme) {
    this.closes = scheme === 'IOBES' || scheme === 'BILOU';
  }

  read(tags: readonly (ParsedTag | null)[]): Pick<TagReading, 'entities' | 'illFormed'> {
    for (const [i, tag] of tags.entries()) this.step(tag, i);
    this.step(null, tags.length);
    return { entities: this.entities, illFormed: [...new Set(this.illFormed)].sort((a, b) => a - b) };
  }

  private step(tag: ParsedTag | null, i: number): void {
    const continues = tag !== null && this.open?.type === tag.type;
    if (tag !== null && continues && (tag.prefix === 'I' || tag.prefix === 'E')) {
      if (tag.prefix === 'E') this.close(i + 1);
      return;
    }
    this.cutShort(i);
    if (tag === null) return;
    if (!this.mayBegin(tag.prefix, continues)) this.illFormed.push(i);
    this.open = { type: tag.type, start: i };
    if (tag.prefix === 'E' || tag.prefix === 'S') this.close(i + 1);
  }

  /** Ends what is open before `i`, where its scheme may want an end. */
  private cutShort(i: number): void {
    if (this.open !== null && this.closes) this.illFormed.push(i - 1);
    this.close(i);
  }

  private mayBegin(prefix: Prefix, afterSameType: boolean): boolean {
    switch (this.scheme) {
      case 'IO':
        return true;
      case 'IOB1':
      case 'IOE1':
        return prefix === 'I' || afterSameType;
      case 'IOB2':
      case 'IOE2':
        return prefix === 'B';
      case 'IOBES':
      case 'BILOU':
        return prefix === 'B' || prefix === 'S';
    }
  }

  private close(end: number): void {
    if (this.open) this.entities.push({ ...this.open, end });
    this.open = null;
  }
}

/** The IOB2 tags of `length` words with these entities, none of which overlap. */
export function iob2Tags(entities: readonly Entity[], length: number): string[] {
  const tags = new Array<string>(length).fill('O');
  for (const { type, start, end } of entities) {
    for (let i = start; i < end; i++) tags[i] = `${i === start ? 'B' : 'I'}-${type}`;
  }
  return tags;
}
