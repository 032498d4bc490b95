import { expect, test } from 'vitest';
import {
  type DatasetFile,
  type DatasetRecord,
  DEFAULT_TAGGING,
  type TableRow,
  type TokenMapping,
} from '../../../core/contract/dataset';
import { loadTokenizer } from '../../tokenizer/tokenizer';
import { AlignedRows } from './aligned-rows';
import { EntitySurvey } from './entity-survey';

const mapping: TokenMapping = {
  task: 'token-classification',
  layout: 'lists',
  tokens: 'tokens',
  tags: 'tags',
  split: 'split',
};
const column = (name: string) => ({ name, filled: 4, distinct: 4, meanLength: 9, examples: [], names: null });
const file: DatasetFile = {
  id: 'f',
  name: 'f.csv',
  role: 'auto',
  sizeBytes: 1,
  options: { format: 'csv', encoding: 'utf-8', delimiter: ',', quote: '"', hasHeader: true },
  rowCount: 4,
  columns: ['tokens', 'tags', 'split'].map(column),
  notices: [],
  noticeCount: 0,
  proposal: mapping,
  alternatives: [],
};
/** Persons are dropped; whether their words are outside, or their rows are not used, is `droppedTypes`. */
const dataset = (droppedTypes: 'outside' | 'leave-out'): DatasetRecord => ({
  id: 'd',
  name: 'd',
  task: 'token-classification',
  createdAt: 0,
  updatedAt: 0,
  files: [file],
  mapping,
  labelMap: { labels: ['LOC'], assign: { LOC: 'LOC', PER: null } },
  split: { seed: 1, validationShare: 0, testShare: 0 },
  tagging: { ...DEFAULT_TAGGING, droppedTypes },
});
const ROWS: readonly TableRow[] = [
  'Ann Bo left,B-PER I-PER O,train',
  'in Lisbon,O B-LOC,train',
  'in Rome,O B-LOC,elsewhere',
  'Ann in Rome,B-PER O B-LOC,train',
].map((line, i) => ({ row: i + 1, line: i + 2, cells: line.split(',') }));

function report(droppedTypes: 'outside' | 'leave-out') {
  const schemes = [{ fileId: 'f', scheme: 'IOB2', found: 'IOB2', contradictions: {} }] as const;
  const survey = new EntitySurvey(dataset(droppedTypes), mapping, schemes);
  for (const row of ROWS) survey.add(0, row);
  survey.endFile(0);
  return survey.finish().report;
}

test('a dropped type stays known where its rows are left out, so that it can be taken in again', () => {
  const { values, excludedCounts, examples, tagging } = report('leave-out');
  expect(values).toEqual([
    { raw: 'LOC', count: 3 },
    { raw: 'PER', count: 2 },
  ]);
  expect(excludedCounts).toMatchObject({ 'dropped-label': 2, 'unknown-split': 1 });
  expect(examples).toEqual({ train: 1, validation: 0, test: 0 });
  expect(tagging.tags).toEqual(['B-LOC', 'O']);
  expect(tagging.tagCounts.train).toEqual([1, 1]);
});

test('its words are outside where its rows are used', () => {
  const { values, examples, tagging } = report('outside');
  expect(values.map(({ raw }) => raw)).toEqual(['LOC', 'PER']);
  expect(examples.train).toBe(3);
  expect(tagging.tagCounts.train).toEqual([2, 6]);
});

/** Every letter is a token of its own. */
const letters = () => {
  const characters = [...new Set(ROWS.flatMap(({ cells }) => [...(cells[0] ?? '')]))];
  const vocab = Object.fromEntries(
    ['[UNK]', ...characters, ...characters.map((letter) => `##${letter}`)].map((token, id) => [token, id]),
  );
  const prefix = '##';
  return loadTokenizer({
    tokenizerJson: {
      added_tokens: [],
      normalizer: null,
      pre_tokenizer: { type: 'BertPreTokenizer' },
      post_processor: null,
      decoder: { type: 'WordPiece', prefix, cleanup: true },
      model: {
        type: 'WordPiece',
        unk_token: '[UNK]',
        continuing_subword_prefix: prefix,
        max_input_chars_per_word: 100,
        vocab,
      },
    },
    tokenizerConfig: null,
  });
};

function aligned(droppedTypes: 'outside' | 'leave-out') {
  const target = { tokenizer: letters(), maxLength: 64, labelAllTokens: 'all-iob' } as const;
  const reading = { mapping, scheme: 'IOB2', tags: report(droppedTypes).tagging.tags } as const;
  const rows = new AlignedRows(dataset(droppedTypes), file, reading, target);
  return [...ROWS.flatMap((row) => rows.add(row)), ...rows.end()];
}

test('the preview says which sentences are not used, as the survey does', () => {
  expect(aligned('leave-out').map(({ reason }) => reason)).toEqual([
    'dropped-label',
    null,
    'unknown-split',
    'dropped-label',
  ]);
  expect(aligned('outside').map(({ reason }) => reason)).toEqual([null, null, 'unknown-split', null]);
});

test('the preview labels tokens with the tags that the model has: without an I- of the type, each keeps its B-', () => {
  const [, lisbon] = aligned('leave-out');
  expect(new Set(lisbon?.words[1]?.tokens.map(({ label }) => label))).toEqual(new Set(['B-LOC']));
});
