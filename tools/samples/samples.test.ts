import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entitySample } from './entities';
import * as entityTemplates from './entity-templates';
import * as headlineTemplates from './headline-templates';
import { type Headline, headlineSample } from './headlines';

const committed = (name: string) =>
  readFileSync(new URL(`../../public/samples/${name}`, import.meta.url), 'utf8');
const shareHeldOut = (rows: readonly { split: string }[]) =>
  rows.filter(({ split }) => split === 'validation').length / rows.length;
const shared = (a: readonly string[], b: readonly string[]) => a.filter((template) => b.includes(template));

describe('sentences with entities', () => {
  const rows = entitySample();

  it('are the committed ones, at least 600, a quarter of them held out', () => {
    const read: unknown[] = committed('entities.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(read).toEqual(rows);
    expect(rows.length).toBeGreaterThanOrEqual(600);
    expect(shareHeldOut(rows)).toBeCloseTo(0.25, 1);
  });

  it('have a tag for every word, well formed, and entities of four types in both parts', () => {
    for (const split of ['train', 'validation'] as const) {
      const types = new Set<string>();
      for (const { tokens, tags } of rows.filter((row) => row.split === split)) {
        expect(tags).toHaveLength(tokens.length);
        expect(tokens.every((token) => token !== '' && !/[{}\s]/.test(token))).toBe(true);
        for (const [i, tag] of tags.entries()) {
          if (tag.startsWith('I-')) expect([`B-${tag.slice(2)}`, tag]).toContain(tags[i - 1]);
          if (tag.startsWith('B-')) types.add(tag.slice(2));
        }
      }
      expect([...types].sort()).toEqual(['DATE', 'LOC', 'ORG', 'PER']);
    }
  });

  it('share no template between training and held-out part', () => {
    expect(shared(entityTemplates.TRAINING_TEMPLATES, entityTemplates.HELD_OUT_TEMPLATES)).toEqual([]);
  });
});

describe('headlines', () => {
  const rows = headlineSample();

  it('are the committed ones, at least 600, a quarter of them held out, half of them clickbait', () => {
    const lines = committed('headlines.csv').trim().split('\n').slice(1);
    const plain = rows.map(({ headline, label, split }) => `${headline},${label},${split}`);
    expect(lines.map((line) => line.replaceAll('"', ''))).toEqual(plain);
    expect(rows.length).toBeGreaterThanOrEqual(600);
    expect(shareHeldOut(rows)).toBeCloseTo(0.25, 2);
    expect(rows.filter(({ label }) => label === 'clickbait').length / rows.length).toBe(0.5);
  });

  it('share no template between training and held-out part', () => {
    const { TRAINING_TEMPLATES: training, HELD_OUT_TEMPLATES: heldOut } = headlineTemplates;
    for (const label of ['clickbait', 'factual'] as const) {
      expect(shared(training[label], [...heldOut.clickbait, ...heldOut.factual])).toEqual([]);
    }
  });

  it('are not given away by a word, a mark, a length or capitals', () => {
    const best = [...features(rows)].map(([name, share]) => ({ name, accuracy: Math.max(share, 1 - share) }));
    expect(best.filter(({ accuracy }) => accuracy >= 0.7)).toEqual([]);
  });
});

/** For each yes-or-no feature of a headline, the accuracy of "clickbait exactly if it is there". */
function features(rows: readonly Headline[]): Map<string, number> {
  const found = rows.map(({ headline }) => {
    const words = headline.toLowerCase().match(/\w+/g) ?? [];
    const lengths = Array.from({ length: 20 }, (_, n) => n).filter((n) => words.length >= n);
    return new Set([
      ...words,
      ...(headline.match(/[^\w\s]/g) ?? []),
      ...lengths.map((n) => `at least ${n} words`),
      ...(/\d/.test(headline) ? ['a digit'] : []),
      ...(/ [A-Z]/.test(headline) ? ['a capital inside'] : []),
    ]);
  });
  const names = new Set(found.flatMap((one) => [...one]));
  return new Map(
    Array.from(names, (name) => {
      const right = rows.filter(({ label }, i) => (label === 'clickbait') === found[i]?.has(name)).length;
      return [name, right / rows.length];
    }),
  );
}
