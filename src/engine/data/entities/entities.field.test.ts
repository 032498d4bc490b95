import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTagNames } from '../../../core/tag-names';
import { BTC, DATA, NAMES, named, plainRows, read, stored } from './testing/field-data';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

describe('Broad Twitter Corpus as on the Hub', () => {
  it('has the published numbers of sentences, and lists the empty ones', async () => {
    const { report, tagging, examples } = await read(
      [
        stored(`${BTC}/hf_exact/train.jsonl`, 'train'),
        stored(`${BTC}/hf_exact/validation.jsonl`, 'validation'),
      ],
      { tagNames: [...(parseTagNames(readFileSync(join(DATA, BTC, 'hf_exact/labels.json'), 'utf8')) ?? [])] },
    );
    expect(report.examples).toEqual({ train: 5338, validation: 2001, test: 0 });
    expect(report.excludedCounts['empty-text']).toBe(5);
    expect(report.excluded.map(({ fileId, row, reason }) => [fileId, row, reason])).toEqual([
      ...[1001, 3002, 3203, 5342].map((row) => ['train.jsonl', row, 'empty-text']),
      ['validation.jsonl', 2002, 'empty-text'],
    ]);
    expect(tagging.tags).toEqual(NAMES);
    expect(tagging.schemes.map(({ scheme, contradictions }) => [scheme, contradictions.IOB2])).toEqual([
      ['IOB2', 0],
      ['IOB2', 0],
    ]);
    expect(sum(report.counts.train)).toBe(7141);
    expect(sum(report.counts.validation)).toBe(3368);
    expect(sum(tagging.tagCounts.train)).toBe(85_480);
    expect(sum(tagging.tagCounts.validation)).toBe(29_480);
    expect(examples).toEqual(
      [...named(`${BTC}/hf_exact/train.jsonl`), ...named(`${BTC}/hf_exact/validation.jsonl`)].filter(
        ({ words }) => words.length > 0,
      ),
    );
  });

  it('counts every tag and every entity as they stand in the files', async () => {
    const { report, tagging } = await read([
      stored(`${BTC}/train.jsonl`, 'train'),
      stored(`${BTC}/validation.jsonl`, 'validation'),
    ]);
    for (const split of ['train', 'validation'] as const) {
      const tags = plainRows(`${BTC}/${split}.jsonl`).flatMap((row) => row.tags);
      const count = (tag: string) => tags.filter((each) => each === tag).length;
      expect(tagging.tagCounts[split]).toEqual(tagging.tags.map(count));
      // No I- stands where a B- should (SOURCE.md): as many entities as B-.
      expect(report.counts[split]).toEqual(report.labelMap.labels.map((type) => count(`B-${type}`)));
    }
  });

  it('is the sections a, b, e and g', async () => {
    const sections = ['a', 'b', 'e', 'g'].map((name) => stored(`${BTC}/raw/${name}.conll`, 'train'));
    const { examples } = await read(sections);
    expect(examples).toEqual(
      plainRows(`${BTC}/train.jsonl`).map(({ words, tags }) => ({ words, tags: [...tags] })),
    );
  });

  it('waits for the names of its numbers', async () => {
    const { report, tagging } = await read([stored(`${BTC}/hf_exact/validation.jsonl`)]);
    expect(tagging.unnamed).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(report.excludedCounts['unknown-tag']).toBe(2001);
  });

  it.each([
    ['a', 1000],
    ['b', 2000],
    ['e', 200],
    ['g', 2138],
    ['h', 2001],
  ])('section %s has %i sentences', async (name, sentences) => {
    const { report, files } = await read([stored(`${BTC}/raw/${name}.conll`)]);
    expect(report.rowCount).toBe(sentences);
    expect(files[0]?.options).toMatchObject({ format: 'conll', delimiter: '\t', hasHeader: false });
    // One word of b holds a replacement character, as published.
    expect(files[0]?.noticeCount).toBe(name === 'b' ? 1 : 0);
  });
});

describe('other corpora', () => {
  it.each([
    ['wnut17/train.jsonl', 3394, 62_730, 1975],
    ['wnut17/raw/wnut17train.conll', 3394, 62_730, 1975],
    ['wnut17/validation.jsonl', 1009, 15_733, 836],
    ['wnut17/raw/emerging.dev.conll', 1009, 15_733, 836],
    ['snips/ner/train.jsonl', 13_784, 126_179, 35_748],
    ['snips/ner/validation.jsonl', 700, 6594, 1794],
  ])('%s: %i sentences, %i words, %i entities', async (path, sentences, words, entities) => {
    const { report, tagging } = await read([stored(path)]);
    expect(report.examples.train).toBe(sentences);
    expect(sum(tagging.tagCounts.train)).toBe(words);
    expect(sum(report.counts.train)).toBe(entities);
    expect(tagging.schemes[0]).toMatchObject({ scheme: 'IOB2', found: 'IOB2' });
  });
});

describe('exports of annotation tools', () => {
  it('doccano', async () => {
    const folder = 'tool_exports/doccano/importer_tests/sequence_labeling';
    const spans = await read([stored(`${folder}/example.jsonl`)]);
    expect(spans.mapping).toMatchObject({ layout: 'spans', text: 'text', spans: 'label' });
    expect(spans.report.excludedCounts).toMatchObject({ 'empty-text': 1 });
    // "e" of "exampleA" is no word: widened, and told.
    expect(spans.tagging.problemCounts['misaligned-span']).toBe(1);
    expect(spans.examples[0]).toEqual({ words: ['exampleA'], tags: ['B-LOC'] });
    const twice = await read([stored(`${folder}/example_overlapping.jsonl`)]);
    expect(twice.examples).toEqual([{ words: ['exampleA'], tags: ['B-LOC'] }]);
    const conll = await read([stored(`${folder}/example.conll`)]);
    expect(conll.examples).toEqual([
      { words: ['JAPAN', 'GET'], tags: ['B-LOC', 'O'] },
      { words: ['Nadim', 'Ladki'], tags: ['B-PER', 'I-PER'] },
    ]);
    const trailing = await read([stored(`${folder}/labeling.trailing.conll`)]);
    expect(trailing.report.examples.train).toBe(trailing.report.rowCount);
    const invalid = await read([stored(`${folder}/labeling.invalid.conll`)]);
    expect(invalid.files[0]?.noticeCount).toBe(1);
    expect(invalid.report.excluded).toMatchObject([{ row: 1, line: 1, reason: 'unknown-tag' }]);
  });

  it('Prodigy: every span stands where its text stands', async () => {
    const path = 'tool_exports/prodigy/annotated_news_headlines-ORG-PERSON-LOCATION-ner.jsonl';
    const { mapping, report, tagging, examples } = await read([stored(path)]);
    expect(mapping).toMatchObject({ layout: 'spans', text: 'text', spans: 'spans', answer: 'answer' });
    expect(report.rowCount).toBe(373);
    expect(report.excludedCounts['not-accepted']).toBe(1);
    const totals = new Map(report.values.map(({ raw, count }) => [raw, count]));
    expect(Object.fromEntries(totals)).toEqual({ ORG: 136, LOCATION: 121, PERSON: 38, PRODUCT: 8 });
    expect(tagging.problemCounts['bad-span']).toBe(0);
    expect(examples).toHaveLength(report.examples.train);
  });

  it('Label Studio: tasks that are done', async () => {
    const { mapping, report, tagging, examples } = await read([
      stored('tool_exports/label_studio/generated/wnut17_test200_ner.json'),
    ]);
    expect(mapping).toMatchObject({ layout: 'spans', text: 'data.text', spans: 'annotations' });
    expect(report.rowCount).toBe(200);
    // Task 4 was cancelled, task 8 not annotated, task 6 has two annotators.
    expect(report.excluded.map(({ row, reason }) => [row, reason])).toEqual([
      [4, 'empty-label'],
      [8, 'empty-label'],
    ]);
    expect(
      tagging.problems.filter(({ kind }) => kind === 'several-annotations').map(({ row }) => row),
    ).toEqual([6]);
    expect(examples).toHaveLength(198);
  });

  it('spaCy', async () => {
    const demo = await read([stored('tool_exports/spacy/ner_demo_train.json')]);
    expect(demo.examples).toEqual([
      { words: ['Who', 'is', 'Shaka', 'Khan', '?'], tags: ['O', 'O', 'B-PERSON', 'I-PERSON', 'O'] },
      { words: ['I', 'like', 'London', 'and', 'Berlin', '.'], tags: ['O', 'O', 'B-LOC', 'O', 'B-LOC', 'O'] },
    ]);
    const folder = 'tool_exports/spacy/example_data/ner';
    const whole = await read([stored(`${folder}/ner-sent-per-line.iob`)]);
    for (const name of ['token-per-line', 'token-per-line-conll2003', 'token-per-line-with-pos']) {
      const { examples } = await read([stored(`${folder}/ner-${name}.iob`)]);
      expect(examples.flatMap(({ words }) => words)).toEqual(whole.examples.flatMap(({ words }) => words));
      expect(examples.flatMap(({ tags }) => tags)).toEqual(whole.examples.flatMap(({ tags }) => tags));
    }
  });
});
