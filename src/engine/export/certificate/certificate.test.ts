import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
  type Certificate,
  certificateSchema,
  LISTED_CHANGES,
  PRECISIONS,
} from '../../../core/contract/export';
import { compareAnswers, countPredictions, engineMetric } from './compare';
import type { Reference, ReferenceRow } from './reference';
import { sealZip } from './seal';
import { withCertificate } from './section';

const NONE = -100;

/** A row of a text with the logits of its two classes. */
const text = (row: number, label: number, logits: readonly number[]): ReferenceRow => ({
  fileId: 'f1',
  row,
  inputIds: [2, 5, 3],
  tokenTypeIds: [0, 0, 0],
  logits: [...logits],
  labels: [label],
  wordIds: [],
});

const TEXTS: Pick<Reference, 'task' | 'labels' | 'rows'> = {
  task: 'text-classification',
  labels: ['ham', 'spam'],
  rows: [text(1, 0, [2, 1]), text(2, 1, [0, 3]), text(3, 1, [1, 0.5]), text(9, 0, [4, -1])],
};

/** [CLS] Ada Love ##lace writes [SEP], the second word of two pieces, under O, B-PER, I-PER. */
const SENTENCE: ReferenceRow = {
  fileId: 'f2',
  row: 4,
  inputIds: [2, 5, 6, 7, 8, 3],
  tokenTypeIds: [0, 0, 0, 0, 0, 0],
  logits: [
    [9, 0, 0],
    [0, 3, 0],
    [0, 0, 3],
    [0, 0, 2],
    [4, 0, 0],
    [9, 0, 0],
  ].flat(),
  labels: [NONE, 1, 2, NONE, 0, NONE],
  wordIds: [-1, 0, 1, 1, 2, -1],
};
const WORDS: typeof TEXTS = {
  task: 'token-classification',
  labels: ['O', 'B-PER', 'I-PER'],
  rows: [SENTENCE],
};

const answers = (
  reference: typeof TEXTS,
  change: (logits: number[], row: number) => void = () => undefined,
) => ({
  sizeBytes: 10,
  milliseconds: reference.rows.map((_, i) => i + 1),
  logits: reference.rows.map(({ logits }, row) => {
    const copy = [...logits];
    change(copy, row);
    return copy;
  }),
});

describe('texts', () => {
  test('the same answers keep every bound', () => {
    for (const precision of PRECISIONS) {
      const found = compareAnswers(TEXTS, { precision, ...answers(TEXTS) });
      expect(found).toMatchObject({
        outcome: 'kept',
        largestDifference: 0,
        changedCount: 0,
        metric: 0.75,
        millisecondsPerText: 2.5,
      });
    }
    expect(engineMetric(TEXTS)).toBe(0.75);
    expect(countPredictions(TEXTS)).toBe(4);
  });

  test('a difference is the largest of any logit, and is held against the bound', () => {
    const off = (by: number) =>
      answers(TEXTS, (logits, row) => {
        logits[1] = (logits[1] ?? 0) + (row === 3 ? -by : by / 4);
      });
    const outcome = (precision: 'float32' | 'float16', by: number) =>
      compareAnswers(TEXTS, { precision, ...off(by) }).outcome;
    expect(compareAnswers(TEXTS, { precision: 'float32', ...off(0.25) }).largestDifference).toBe(0.25);
    expect([outcome('float32', 0.9e-4), outcome('float32', 1.1e-4)]).toEqual(['kept', 'missed']);
    expect([outcome('float16', 1.9e-2), outcome('float16', 2.1e-2)]).toEqual(['kept', 'missed']);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('a logit of %s is an answer of no use', (value) => {
    const broken = answers(TEXTS, (logits, row) => {
      if (row === 1) logits[0] = value;
    });
    const compare = () => compareAnswers(TEXTS, { precision: 'int8', ...broken });
    expect(compare).toThrow(expect.objectContaining({ code: 'EXPORT_UNOPENABLE' }));
  });

  test('int8 is held against the metric alone, in both directions', () => {
    const better = compareAnswers(TEXTS, {
      precision: 'int8',
      ...answers(TEXTS, (logits, row) => {
        if (row === 2) logits[1] = 2;
      }),
    });
    expect(better).toMatchObject({ outcome: 'missed', metric: 1, changedCount: 1 });
    expect(better.changed).toEqual([
      { fileId: 'f1', row: 3, token: null, truth: 'spam', engine: 'ham', exported: 'spam' },
    ]);
    const large = compareAnswers(TEXTS, {
      precision: 'int8',
      ...answers(TEXTS, (logits) => logits.forEach((value, i) => (logits[i] = value * 3))),
    });
    expect(large).toMatchObject({ outcome: 'kept', changedCount: 0 });
  });

  test('one point of a hundred rows is within the bound, two are not', () => {
    const rows = Array.from({ length: 100 }, (_, i) => text(i + 1, 0, i < 90 ? [1, 0] : [0, 1]));
    const many = { ...TEXTS, rows };
    const flipped = (count: number) =>
      compareAnswers(many, {
        precision: 'int8',
        ...answers(many, (logits, row) => {
          if (row < count) logits.reverse();
        }),
      });
    expect([flipped(1).outcome, flipped(2).outcome]).toEqual(['kept', 'missed']);
    expect(flipped(80)).toMatchObject({ changedCount: 80, changed: { length: LISTED_CHANGES } });
  });

  test('rows that were not answered, or in another shape, are refused', () => {
    const { logits, ...rest } = answers(TEXTS);
    const short = () => compareAnswers(TEXTS, { precision: 'int8', ...rest, logits: logits.slice(1) });
    expect(short).toThrow(RangeError);
  });
});

describe('words', () => {
  test('entities are scored by first tokens, special tokens are no predictions', () => {
    expect(engineMetric(WORDS)).toBe(1);
    expect(countPredictions(WORDS)).toBe(4);
    const found = compareAnswers(WORDS, {
      precision: 'int8',
      ...answers(WORDS, (logits) => {
        logits[0] = -9; // [CLS] says something else: nobody reads it
        logits[3 * 3] = 5; // ##lace becomes O: its word goes by its first piece
      }),
    });
    expect(found).toMatchObject({ outcome: 'kept', metric: 1, largestDifference: 18 });
    expect(found.changed).toEqual([
      { fileId: 'f2', row: 4, token: 3, truth: null, engine: 'I-PER', exported: 'O' },
    ]);
  });

  test('an entity that ends elsewhere is lost and invented at once', () => {
    const found = compareAnswers(WORDS, {
      precision: 'int8',
      ...answers(WORDS, (logits) => {
        logits[2 * 3] = 5;
      }),
    });
    expect(found).toMatchObject({ outcome: 'missed', metric: 0, changedCount: 1 });
    expect(found.changed[0]).toMatchObject({ token: 2, truth: 'I-PER', engine: 'I-PER', exported: 'O' });
  });
});

const CERTIFICATE: Certificate = {
  version: 1,
  createdAt: Date.UTC(2026, 0, 2),
  step: 30,
  split: 'test',
  splitRows: 900,
  rows: 4,
  predictions: 4,
  engine: { backend: 'webgpu', metric: 0.75, weights: { file: 'model.safetensors', sizeBytes: 40 } },
  metric: 'accuracy',
  device: 'wasm',
  threads: 2,
  libraries: { '@huggingface/transformers': '4.3.1', 'onnxruntime-web': '1.31.0' },
  tokenizer: { compared: 4, different: [{ fileId: 'f1', row: 3 }], failure: null },
  formats: [
    compareAnswers(TEXTS, { precision: 'float32', ...answers(TEXTS) }),
    {
      outcome: 'failed',
      precision: 'float16',
      file: 'onnx/model_fp16.onnx',
      sizeBytes: 10,
      failure: { code: 'EXPORT_UNOPENABLE', details: { reason: 'no *half* floats' } },
    },
    compareAnswers(TEXTS, {
      precision: 'int8',
      ...answers(TEXTS, (logits, row) => {
        if (row === 2) logits[1] = 2;
      }),
    }),
  ],
};

describe('a card', () => {
  test('ends with the certificate, one line a file', () => {
    const card = withCertificate('# Mine\n\nText.\n', CERTIFICATE);
    expect(card.startsWith('# Mine\n\nText.\n\n## Certificate\n\n')).toBe(true);
    const lines = card.split('\n').filter((line) => line.startsWith('| `onnx'));
    expect(lines).toEqual([
      '| `onnx/model.onnx` | fp32 | keeps its bound | 0.0e+0 | 0 of 4 | 0.7500 | 10 B | 2.5 |',
      '| `onnx/model_fp16.onnx` | fp16 | **does not run** | – | – | – | 10 B | – |',
      '| `onnx/model_quantized.onnx` | q8 | **misses its bound** | 1.5e+0 | 1 of 4 | 1.0000 | 10 B | 2.5 |',
    ]);
    expect(card).toContain('4 of the 900 rows of the test split');
    expect(card).toContain('Changed in q8: row 3: ham became spam (labelled spam).');
    expect(card).toContain('no \\*half\\* floats');
    expect(card).toContain('1 of 4 rows as other tokens than the training did (rows 3)');
  });

  test('says that a tokenizer cannot be read', () => {
    const failure = { code: 'EXPORT_TOKENIZER_UNREADABLE', details: {} } as const;
    const unread = { ...CERTIFICATE, tokenizer: { compared: 0, different: [], failure } };
    expect(withCertificate('# Mine\n', unread)).toContain('**transformers.js cannot read the tokenizer**');
  });

  test('has one certificate, the newest', () => {
    const once = withCertificate('# Mine\n', CERTIFICATE);
    expect(withCertificate(once, CERTIFICATE)).toBe(once);
  });
});

test('a sealed zip holds the certificate and is otherwise what it was', async () => {
  const weights = Uint8Array.from({ length: 5_000_000 }, (_, i) => i % 251);
  const names = ['README.md', 'config.json', 'onnx/model.onnx'];
  const contents = [new Blob(['# Mine\n']), new Blob(['{}']), new Blob([weights])];
  const open = async (name: string) => contents[names.indexOf(name)];
  const chunks: Uint8Array[] = [];
  const text = async (name: string) => (await (await open(name))?.text()) ?? '';
  const size = await sealZip(
    { names, open, text, sizeOf: () => null },
    CERTIFICATE,
    { write: async (chunk) => void (typeof chunk === 'string' || chunks.push(chunk.slice())) },
    () => undefined,
  );
  const zip = new Uint8Array(await new Blob(chunks.map((chunk) => chunk.slice())).arrayBuffer());
  expect(zip.length).toBe(size);
  const files = unzipSync(zip);
  expect(Object.keys(files)).toEqual(['README.md', 'certificate.json', 'config.json', 'onnx/model.onnx']);
  // Not `toEqual`, which takes minutes over so many elements.
  expect(Buffer.compare(files['onnx/model.onnx'] ?? new Uint8Array(), weights)).toBe(0);
  expect(new TextDecoder().decode(files['README.md'])).toBe(withCertificate('# Mine\n', CERTIFICATE));
  const json: unknown = JSON.parse(new TextDecoder().decode(files['certificate.json']));
  expect(certificateSchema.parse(json)).toEqual(CERTIFICATE);
  // Stored and not compressed: nothing but headers is added.
  expect(zip.length).toBeLessThan(zipSync({ w: [weights, { level: 0 }] }).length + 10_000);
});
