import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MersenneTwister } from '../../../core/rng';
import { tagSchemeSchema, type TagScheme } from '../../../core/contract/dataset';
import pairs from '../../testing/vectors/seqeval_strict_pairs.json';
import sequences from '../../testing/vectors/seqeval_strict_sequences.json';
import { type Entity, iob2Tags, readTags } from './scheme';
import { SchemeEvidence } from './scheme-evidence';

const caseSchema = z.object({
  id: z.string(),
  scheme: tagSchemeSchema,
  tags: z.array(z.string()),
  expected_entities_type_start_endExclusive: z.array(z.tuple([z.string(), z.number(), z.number()])),
});
const cases = z.array(caseSchema).parse([...pairs.cases, ...sequences.cases]);
const triples = (entities: readonly Entity[]) => entities.map(({ type, start, end }) => [type, start, end]);

describe('entities of well-formed tags', () => {
  const wellFormed = cases.filter(({ scheme, tags }) => readTags(scheme, tags).illFormed.length === 0);

  it.each(wellFormed)('$id are seqeval’s in $scheme', (c) => {
    const { entities } = readTags(c.scheme, c.tags);
    // In IOE1, seqeval passes over an entity of one word before another of its type, which is tagged E-.
    const seen = entities.filter(
      ({ start, end }) => !(c.scheme === 'IOE1' && end === start + 1 && c.tags[start]?.startsWith('E-')),
    );
    expect(triples(seen)).toEqual(c.expected_entities_type_start_endExclusive);
  });

  it('covers every scheme of the vectors', () => {
    expect(new Set(wellFormed.map(({ scheme }) => scheme)).size).toBe(6);
    expect(wellFormed.length).toBeGreaterThan(20);
  });
});

describe('ill-formed tags', () => {
  it.each(cases)('$id: no entity of seqeval’s is lost in $scheme', (c) => {
    const { entities } = readTags(c.scheme, c.tags);
    const words = new Set(
      entities.flatMap(({ type, start, end }) => range(start, end).map((i) => `${type} ${i}`)),
    );
    for (const [type, start, end] of c.expected_entities_type_start_endExclusive) {
      for (const i of range(start, end)) expect(words).toContain(`${type} ${i}`);
    }
  });

  it.each<[TagScheme, string, (readonly [string, number, number])[], number[]]>([
    ['IOB2', 'O I-PER I-PER', [['PER', 1, 3]], [1]],
    [
      'IOB2',
      'B-PER I-LOC',
      [
        ['PER', 0, 1],
        ['LOC', 1, 2],
      ],
      [1],
    ],
    ['IOB1', 'B-PER I-PER', [['PER', 0, 2]], [0]],
    ['IOE2', 'I-PER I-PER O', [['PER', 0, 2]], [1]],
    ['IOBES', 'B-PER O', [['PER', 0, 1]], [0]],
    ['IOBES', 'I-PER E-PER', [['PER', 0, 2]], [0]],
    [
      'IOBES',
      'B-PER S-PER',
      [
        ['PER', 0, 1],
        ['PER', 1, 2],
      ],
      [0],
    ],
    ['BILOU', 'B-PER I-PER', [['PER', 0, 2]], [1]],
  ])('in %s: %s', (scheme, tags, entities, illFormed) => {
    const read = readTags(scheme, tags.split(' '));
    expect(triples(read.entities)).toEqual(entities);
    expect(read.illFormed).toEqual(illFormed);
  });

  it('tells tags that a scheme does not have', () => {
    expect(readTags('IOB2', ['B-PER', 'E-PER', 'per', '', 'O'])).toMatchObject({ unknown: [1, 2, 3] });
    expect(readTags('IOE2', ['X-PER', 'O', 'B-LOC'])).toMatchObject({ unknown: [0, 2], entities: [] });
  });
});

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

/** The tags of entities as each scheme is defined, written apart from the reader. */
function encode(scheme: TagScheme, entities: readonly Entity[], length: number): string[] {
  const tags = new Array<string>(length).fill('O');
  const touches = (a: Entity | undefined, b: Entity | undefined) =>
    a && b && a.end === b.start && a.type === b.type;
  for (const [k, entity] of entities.entries()) {
    const { type, start, end } = entity;
    const letters = range(start, end).map((i) => {
      const [first, last] = [i === start, i === end - 1];
      switch (scheme) {
        case 'IOB1':
          return first && touches(entities[k - 1], entity) ? 'B' : 'I';
        case 'IOB2':
          return first ? 'B' : 'I';
        case 'IOE1':
          return last && touches(entity, entities[k + 1]) ? 'E' : 'I';
        case 'IOE2':
          return last ? 'E' : 'I';
        case 'IOBES':
          return first && last ? 'S' : first ? 'B' : last ? 'E' : 'I';
        case 'BILOU':
          return first && last ? 'U' : first ? 'B' : last ? 'L' : 'I';
        case 'IO':
          return '';
      }
    });
    for (const [i, letter] of letters.entries()) tags[start + i] = letter === '' ? type : `${letter}-${type}`;
  }
  return tags;
}

/** Entities side by side, of one word and of more, of the same and of other types. */
function randomSentence(draw: () => number): { entities: Entity[]; length: number } {
  const entities: Entity[] = [];
  let at = draw() % 3;
  for (let n = draw() % 5; n > 0; n--) {
    const end = at + 1 + (draw() % 3);
    entities.push({ type: ['PER', 'ORG', 'U-2'][draw() % 3] ?? 'PER', start: at, end });
    at = end + (draw() % 3 === 0 ? 1 : 0);
  }
  return { entities, length: at + (draw() % 2) };
}

describe.each(tagSchemeSchema.options.filter((scheme) => scheme !== 'IO'))('%s', (scheme) => {
  it('says the same entities again, whatever stands beside what', () => {
    const generator = new MersenneTwister(7);
    for (let n = 0; n < 500; n++) {
      const { entities, length } = randomSentence(() => generator.uint32());
      const read = readTags(scheme, encode(scheme, entities, length));
      expect(read).toEqual({ entities, illFormed: [], unknown: [] });
      expect(readTags('IOB2', iob2Tags(read.entities, length)).entities).toEqual(entities);
    }
  });

  it('is recognised in a file', () => {
    const generator = new MersenneTwister(11);
    const evidence = new SchemeEvidence();
    for (let n = 0; n < 300; n++) {
      const { entities, length } = randomSentence(() => generator.uint32());
      evidence.add(encode(scheme, entities, length));
    }
    expect(evidence.finish('f', null)).toMatchObject({
      scheme,
      found: scheme,
      contradictions: { [scheme]: 0 },
    });
  });
});

describe('SchemeEvidence', () => {
  const find = (...sentences: string[]) => {
    const evidence = new SchemeEvidence();
    for (const sentence of sentences) evidence.add(sentence.split(' '));
    return evidence.finish('f', null);
  };

  it.each([
    ['B-PER I-PER O', 'IOB2'],
    ['B-PER O B-LOC', 'IOB2'],
    ['I-PER I-PER O I-LOC', 'IOB1'],
    ['PER PER O LOC', 'IO'],
    ['O O O', 'IOB2'],
    ['S-PER O', 'IOBES'],
    ['U-PER O', 'BILOU'],
    ['B-PER L-PER O', 'BILOU'],
    ['I-PER E-PER O E-PER', 'IOE2'],
    ['B I O', 'IOB2'],
  ])('%s is %s', (tags, scheme) => {
    expect(find(tags).found).toBe(scheme);
  });

  it('counts the rows against a scheme, and takes the one with fewest', () => {
    const found = find('B-PER I-PER', 'B-LOC O', 'O I-PER', 'B-PER O B-PER');
    expect(found).toMatchObject({ found: 'IOB2', contradictions: { IOB2: 1, IOB1: 3 } });
  });

  it('lets the person decide', () => {
    const evidence = new SchemeEvidence();
    evidence.add(['B-PER', 'O']);
    expect(evidence.finish('f', 'IOBES')).toMatchObject({ scheme: 'IOBES', found: 'IOB2' });
  });
});
