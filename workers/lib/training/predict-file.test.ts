import { expect, test } from 'vitest';
import { z } from 'zod';
import type { FilePredictionRequest } from '../../../src/core/contract/api';
import type { PredictionTarget } from '../../../src/core/contract/predictions';
import { paths } from '../../../src/core/contract/storage';
import type { Task } from '../../../src/core/contract/task';
import { conllFormat } from '../../../src/engine/data/formats/conll/conll';
import { predictTokens } from '../../../src/engine/predict/entities/predict-tokens';
import { predictTexts } from '../../../src/engine/predict/predict-texts';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { OperationRegistry } from '../operations';
import { predictFile } from './predict-file';
import { Predictors } from './predictors';
import { tinyStudio } from './testing/tiny-run';

const nothing = () => undefined;

/** A tiny run with its first weights, asked about files. */
async function asker(task: Task) {
  const { files, records, runId } = await tinyStudio({}, undefined, task);
  const predictors = new Predictors(files, records, nothing);
  const run = { kind: 'run', runId, weights: 'base' } as const;
  const predictor = await predictors.get(await startCpu(), run);
  const batches = {
    task,
    labels: predictor.labels,
    texts: (texts: readonly string[]) => predictTexts(predictor, texts, nothing),
    tokens: (inputs: Parameters<typeof predictTokens>[1]) => predictTokens(predictor, inputs, nothing),
  };
  const ask = (file: File, request: Omit<FilePredictionRequest, 'file'>, target: PredictionTarget = run) =>
    new OperationRegistry().run('op', (operation) =>
      predictFile(files, batches, { file, ...request }, operation, target),
    );
  const read = async (path: string) => (await files.read(path)).text();
  return { ask, read, runId, predictor, forget: () => predictors.forget(false) };
}

const TEXT = { textColumn: 'text', format: 'csv', strategy: 'none' } as const;

test('results lie among the exports of their target, one beside the other', async () => {
  const { ask, read, runId, forget } = await asker('text-classification');
  const first = await ask(new File(['text\nhello\n'], 'rows.csv'), TEXT);
  const text = await read(first.path);
  const second = await ask(new File(['text\nworld\n'], 'rows.csv'), TEXT);
  expect([first.path, second.path]).toEqual([
    paths.export(runId, 'rows-predictions.csv'),
    paths.export(runId, 'rows-predictions-2.csv'),
  ]);
  expect(await read(first.path)).toBe(text);
  const ofModel = await ask(new File(['text\nhello\n'], 'rows.csv'), TEXT, { kind: 'model', modelId: 'm1' });
  expect(ofModel.path).toBe(paths.export('model-m1', 'rows-predictions.csv'));
  forget();
});

const spansSchema = z.array(
  z.object({ start: z.number(), end: z.number(), label: z.string(), text: z.string(), score: z.number() }),
);

test('texts become JSON lines with spans that Python would slice', async () => {
  const { ask, read, predictor, forget } = await asker('token-classification');
  const texts = ['😀 hello world !', 'hellos world', ''];
  const csv = `id,text\n${texts.map((text, i) => `${i},"${text}"`).join('\n')}\n`;
  const options = { textColumn: null, format: 'jsonl', strategy: 'average' } as const;
  const result = await ask(new File([csv], 'rows.csv'), options);
  expect(result).toMatchObject({ fileName: 'rows-predictions.jsonl', unit: 'row', rows: 3, skipped: 1 });
  const lines = (await read(result.path)).trimEnd().split('\n');
  const rows = lines.map((line) =>
    z.object({ id: z.string(), text: z.string(), spans: spansSchema.nullable() }).parse(JSON.parse(line)),
  );
  expect(rows.map(({ text }) => text)).toEqual(texts);
  expect(rows[2]?.spans).toBeNull();
  const readings = await predictTokens(predictor, texts.slice(0, 2), nothing);
  for (const [i, { prediction }] of readings.entries()) {
    const expected = prediction.entities.average.map(({ label, start, end }) => ({ label, start, end }));
    expect(rows[i]?.spans?.map(({ label, start, end }) => ({ label, start, end }))).toEqual(expected);
    for (const span of rows[i]?.spans ?? []) {
      expect(span.text).toBe([...(texts[i] ?? '')].slice(span.start, span.end).join(''));
    }
  }
  forget();
});

test('a CoNLL file keeps its words and columns, with a tag a word at the end', async () => {
  const { ask, read, predictor, forget } = await asker('token-classification');
  const conll = 'hello B-GREETING\nworld I-GREETING\n\u200d O\n\nhellos O\n! O\n';
  const options = { textColumn: null, format: 'conll', strategy: 'first' } as const;
  const result = await ask(new File([conll], 'rows.conll'), options);
  expect(result).toMatchObject({ fileName: 'rows-predictions.conll', unit: 'sentence', rows: 2, skipped: 0 });
  const written = new File([await read(result.path)], 'rows-predictions.conll');
  const table = await conllFormat.open(written, await conllFormat.detect(written));
  const sentences: string[][][] = [];
  for await (const { rows } of table.batches()) {
    for (const { cells } of rows) {
      sentences.push(cells.map((cell) => z.array(z.string()).parse(JSON.parse(cell))));
    }
  }
  expect(sentences.map(([words]) => words)).toEqual([
    ['hello', 'world', '\u200d'],
    ['hellos', '!'],
  ]);
  expect(sentences.map(([, gold]) => gold)).toEqual([
    ['B-GREETING', 'I-GREETING', 'O'],
    ['O', 'O'],
  ]);
  const words = sentences.map(([own = []]) => own);
  const readings = await predictTokens(predictor, words, nothing);
  expect(sentences.map(([, , tags]) => tags)).toEqual(readings.map(({ wordTags }) => wordTags('first')));
  // A joiner alone is nothing to the tokenizer.
  expect(sentences[0]?.[2]?.[2]).toBe('O');
  forget();
});

test('words in a CSV get tags and spans in columns of their own', async () => {
  const { ask, read, forget } = await asker('token-classification');
  const csv = 'tokens,predicted_tags\n"[""hello"", ""world""]",mine\n';
  const options = { textColumn: 'tokens', format: 'csv', strategy: 'max' } as const;
  const { path } = await ask(new File([csv], 'rows.csv'), options);
  const [header, line = ''] = (await read(path)).replace('\ufeff', '').split('\r\n');
  expect(header).toBe('tokens,predicted_tags,predicted_tags (2),predicted_spans');
  expect(line.startsWith('"[""hello"", ""world""]",mine,"[""')).toBe(true);
  forget();
});

/** Two sentences, a word a row. */
const BY_ROW = [
  ['s1', 'hello', 'B-GREETING'],
  ['s1', 'world', 'I-GREETING'],
  ['s1', '!', 'O'],
  ['s2', 'world', 'O'],
  ['s2', '!', 'O'],
] as const;
const SENTENCES = [
  ['hello', 'world', '!'],
  ['world', '!'],
];

const TABLES = {
  'ids and tags': ['sentence_id,token,tag', ...BY_ROW.map((row) => row.join(','))],
  'ids in first rows': [
    'Sentence #,Word,Tag',
    ...BY_ROW.map(([id, ...row], i) => [id === BY_ROW[i - 1]?.[0] ? '' : id, ...row].join(',')),
  ],
  'ids without tags': ['sentence_id,token', ...BY_ROW.map(([id, word]) => `${id},${word}`)],
};

test.each(Object.entries(TABLES))('words in a row each are sentences to the model: %s', async (_, lines) => {
  const { ask, read, predictor, forget } = await asker('token-classification');
  const expected = await predictTokens(predictor, SENTENCES, nothing);
  const tags = expected.map(({ wordTags }) => wordTags('average'));
  const options = { textColumn: null, strategy: 'average' } as const;
  const file = () => new File([`${lines.join('\n')}\n`], 'rows.csv');

  const csv = await ask(file(), { ...options, format: 'csv' });
  expect(csv).toMatchObject({ unit: 'sentence', rows: 2, skipped: 0 });
  const written = (await read(csv.path)).replace('\ufeff', '').trimEnd().split('\r\n');
  const all = tags.flat();
  expect(written).toEqual(lines.map((line, i) => `${line},${i === 0 ? 'predicted_tag' : all[i - 1]}`));

  const jsonl = await ask(file(), { ...options, format: 'jsonl' });
  const objects = (await read(jsonl.path))
    .trimEnd()
    .split('\n')
    .map((line) =>
      z
        .looseObject({ text: z.string(), predicted_tags: z.array(z.string()), spans: spansSchema })
        .parse(JSON.parse(line)),
    );
  const [, token = '', tag = ''] = (lines[0] ?? '').split(',');
  expect(objects.map((row) => row[token])).toEqual(SENTENCES);
  if (tag !== '') expect(objects[0]?.[tag]).toEqual(['B-GREETING', 'I-GREETING', 'O']);
  expect(objects.map((row) => row.predicted_tags)).toEqual(tags);
  expect(objects.map((row) => row.spans.map(({ start, end, label }) => [start, end, label]))).toEqual(
    expected.map(({ prediction }) =>
      prediction.entities.average.map(({ start, end, label }) => [start, end, label]),
    ),
  );

  const conll = await ask(file(), { ...options, format: 'conll' });
  const blocks = (await read(conll.path)).trimEnd().split('\n\n');
  const words = blocks.map((block) => block.split('\n').map((line) => line.split('\t')));
  expect(words.map((sentence) => sentence.map(([word]) => word))).toEqual(SENTENCES);
  expect(words.map((sentence) => sentence.map((fields) => fields.at(-1)))).toEqual(tags);
  forget();
});

test('words in a row each without ids are sentences between blank lines', async () => {
  const { ask, read, predictor, forget } = await asker('token-classification');
  const lines = ['token,tag', 'hello,B-GREETING', 'world,I-GREETING', '!,O', '', 'world,O', '!,O'];
  const result = await ask(new File([lines.join('\n')], 'rows.csv'), {
    textColumn: 'token',
    format: 'csv',
    strategy: 'first',
  });
  expect(result).toMatchObject({ unit: 'sentence', rows: 2 });
  const expected = await predictTokens(predictor, SENTENCES, nothing);
  const [first = [], second = []] = expected.map(({ wordTags }) => wordTags('first'));
  const added = ['predicted_tag', ...first, null, ...second];
  const written = (await read(result.path)).replace('\ufeff', '').trimEnd().split('\r\n');
  expect(written).toEqual(lines.map((line, i) => (added[i] === null ? '' : `${line},${added[i]}`)));
  forget();
});

test('texts beside ids are texts, however short', async () => {
  const { ask, read, forget } = await asker('token-classification');
  const csv = 'id,text\n1,hello\n2,world\n3,hello\n';
  const { path, rows } = await ask(new File([csv], 'rows.csv'), {
    textColumn: null,
    format: 'csv',
    strategy: 'first',
  });
  expect(rows).toBe(3);
  expect(await read(path)).toContain('id,text,predicted_spans');
  forget();
});
