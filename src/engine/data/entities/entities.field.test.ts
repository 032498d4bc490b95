import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type DatasetFile,
  type DatasetRecord,
  DEFAULT_TAGGING,
  type FileRole,
  type Tagging,
  type TableRow,
} from '../../../core/contract/dataset';
import { parseTagNames } from '../../../core/tag-names';
import { detectOptions, openTable, sniffFormat } from '../formats/registry';
import { proposeMappings } from '../mapping';
import { ColumnProfiler, toProfile } from '../profile';
import { EntitySurvey } from './entity-survey';
import { sentenceSource } from './raw-sentences';
import { SchemeSurvey } from './scheme-survey';
import { sentenceRules, understand } from './sentence-rules';
import { sentenceTags } from './tag-list';

/** Published data sets beside the checkout; their SOURCE.md files say what is in them. */
const DATA = join(
  process.env['TABTUNE_FIELD_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared'),
  'data',
);
const BTC = 'broad_twitter_corpus';

interface Source {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly role?: FileRole;
}

const text = (name: string, content: string, role: FileRole = 'auto'): Source => ({
  name,
  bytes: new Uint8Array(new TextEncoder().encode(content)),
  role,
});
const stored = (path: string, role: FileRole = 'auto'): Source => ({
  name: basename(path),
  bytes: new Uint8Array(readFileSync(join(DATA, path))),
  role,
});

async function importFile({ name, bytes, role = 'auto' }: Source) {
  const blob = new Blob([bytes]);
  const options = await detectOptions(await sniffFormat(blob, name), blob);
  const table = await openTable(blob, options);
  const profilers = table.columns.map((column) => new ColumnProfiler(column, table.classNames?.get(column)));
  const rows: TableRow[] = [];
  let noticeCount = 0;
  for await (const batch of table.batches()) {
    for (const { cells } of batch.rows) {
      for (const [i, profiler] of profilers.entries()) profiler.add(cells[i] ?? '');
    }
    rows.push(...batch.rows);
    noticeCount += batch.notices.length;
  }
  const statistics = profilers.map((profiler) => profiler.statistics());
  const [proposal = null, ...alternatives] = proposeMappings(statistics);
  const file: DatasetFile = {
    id: name,
    name,
    role,
    sizeBytes: bytes.length,
    options,
    rowCount: rows.length,
    columns: statistics.map(toProfile),
    notices: [],
    noticeCount,
    proposal,
    alternatives,
  };
  return { file, rows };
}

/** Reads files as the studio does, and gives the report and every usable sentence. */
async function read(sources: readonly Source[], tagging: Partial<Tagging> = {}) {
  const imported = await Promise.all(sources.map(importFile));
  const files = imported.map(({ file }) => file);
  const mapping = files[0]?.proposal;
  if (mapping?.task !== 'token-classification') throw new Error(`proposed ${JSON.stringify(mapping)}`);
  const dataset: DatasetRecord = {
    id: 'd',
    name: 'd',
    task: mapping.task,
    createdAt: 0,
    updatedAt: 0,
    files,
    mapping,
    labelMap: null,
    split: { seed: 1, validationShare: 0, testShare: 0 },
    tagging: { ...DEFAULT_TAGGING, ...tagging },
  };
  const schemes = new SchemeSurvey(dataset, mapping);
  for (const [i, { rows }] of imported.entries()) {
    for (const row of rows) schemes.add(i, row);
    schemes.endFile(i);
  }
  const found = schemes.finish();
  const survey = new EntitySurvey(dataset, mapping, found);
  for (const [i, { rows }] of imported.entries()) {
    for (const row of rows) survey.add(i, row);
    survey.endFile(i);
  }
  const { report } = survey.finish();
  const examples = imported.flatMap(({ rows }, i) => {
    const file = files[i];
    if (!file) return [];
    const source = sentenceSource(file, mapping);
    const rules = sentenceRules(dataset, file, found[i]?.scheme ?? 'IOB2');
    return [...rows.flatMap((row) => source.push(row)), ...source.end()].flatMap((raw) => {
      const { sentence } = understand(raw, rules);
      return sentence ? [{ words: sentence.words, tags: sentenceTags(sentence, report.labelMap) }] : [];
    });
  });
  return { mapping, files, report, tagging: report.tagging, examples };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Words and tags of a JSONL file, read without any of the code under test. */
function plainRows(path: string): { words: string[]; tags: (string | number)[] }[] {
  return readFileSync(join(DATA, path), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): { tokens: string[]; ner_tags: (string | number)[] } => JSON.parse(line))
    .map(({ tokens, ner_tags }) => ({ words: tokens, tags: ner_tags }));
}

const NAMES: string[] = JSON.parse(readFileSync(join(DATA, BTC, 'hf_exact/labels.json'), 'utf8'));
const named = (path: string) =>
  plainRows(path).map(({ words, tags }) => ({ words, tags: tags.map((tag) => NAMES[Number(tag)]) }));

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

  const expected = named(`${BTC}/hf_exact/validation.jsonl`).filter(({ words }) => words.length > 0);
  const python = (items: readonly (string | undefined)[], between: string): string =>
    `[${items.map((item = '') => `'${item.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`).join(between)}]`;
  const cell = (content: string): string => `"${content.replaceAll('"', '""')}"`;
  const table = (write: (row: (typeof expected)[number]) => readonly string[]): string =>
    ['id,tokens,ner_tags', ...expected.map((row, i) => [i, ...write(row)].join(','))].join('\n');
  const forms: readonly Source[] = [
    stored(`${BTC}/raw/h.conll`),
    stored(`${BTC}/validation.jsonl`),
    stored('parquet/generated/btc_validation_none.parquet'),
    stored('parquet/generated/btc_validation_snappy.parquet'),
    stored('parquet/generated/btc_validation_zstd.parquet'),
    text(
      'rows.json',
      JSON.stringify(
        expected.map(({ words, tags }) => ({ tokens: words, ner_tags: tags })),
        null,
        1,
      ),
    ),
    text(
      'json lists.csv',
      table((row) => [cell(JSON.stringify(row.words)), cell(JSON.stringify(row.tags))]),
    ),
    text(
      'python lists.csv',
      table((row) => [cell(python(row.words, ', ')), cell(python(row.tags, ', '))]),
    ),
    text(
      'numpy lists.csv',
      table((row) => [cell(python(row.words, ' ')), cell(python(row.tags, ' '))]),
    ),
    text(
      'one word a row.csv',
      [
        'sentence,token,tag',
        ...expected.flatMap(({ words, tags }, i) => words.map((word, k) => `${i},${cell(word)},${tags[k]}`)),
      ].join('\n'),
    ),
    text(
      'tags first.conll',
      expected
        .map(({ words, tags }) => words.map((word, k) => `${tags[k]}\tx\t${word}\n`).join(''))
        .join('\n'),
    ),
  ];
  it.each(forms)('gives the same examples from $name', async (source) => {
    const { report, examples } = await read([source]);
    expect(report.examples.train).toBe(2001);
    expect(examples).toEqual(expected);
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
