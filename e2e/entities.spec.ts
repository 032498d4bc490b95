import { z } from 'zod';
import { expect, test } from './support/fixtures.ts';
import { beginRun } from './support/journey.ts';
import { conllOf, jsonLine, taggedSentences } from './support/sentences.ts';
import { textFile } from './support/texts.ts';

const NAMES = ['O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'B-LOC', 'I-LOC'];

/** As for random weights, whatever the starter has read by now. */
const RECIPE = {
  maxSteps: 60,
  evalStrategy: 'steps',
  evalSteps: 30,
  learningRate: 5e-4,
  warmupSteps: 6,
} as const;

/** Two astral characters before the first entity: positions are counted as Python counts them. */
const TEXT = '🙂🙂 Anna Berg works for Corvus in New York .';
const ENTITIES = [
  { label: 'PER', text: 'Anna Berg', start: 3, end: 12 },
  { label: 'ORG', text: 'Corvus', start: 23, end: 29 },
  { label: 'LOC', text: 'New York', start: 33, end: 41 },
];

const spansSchema = z.object({
  spans: z.array(z.object({ start: z.number(), end: z.number(), label: z.string(), text: z.string() })),
});

test('named entities: from tagged words to marked sentences and a model at home', async ({
  studio,
  seen,
}, info) => {
  test.slow();
  const { data, labels, model, training, evaluation, playground, page } = studio;

  await test.step('data: numbers get their names, and what cannot be used is listed', async () => {
    const lines = taggedSentences(120).map((sentence) => jsonLine(sentence, NAMES));
    const broken = ['{"tokens": [], "ner_tags": []}', '{"tokens": ["Omar", "left"], "ner_tags": [1]}'];
    await data.choose(textFile('people.jsonl', [...lines, ...broken, ''].join('\n')));
    await data.nameTags("{0: 'O', 1: 'B-PER', 2: 'I-PER', 3: 'B-ORG', 4: 'I-ORG', 5: 'B-LOC', 6: 'I-LOC'}");
    await data.settled();
    const leftOut = data.leftOut().getByRole('row');
    await expect(leftOut.nth(1)).toContainText(/121.*no text/);
    await expect(leftOut.nth(2)).toContainText(/122.*more words than tags/);
    const heldBack = taggedSentences(40).map((sentence) => jsonLine(sentence, NAMES));
    await data.addFile(
      textFile('held-back.jsonl', `${heldBack.join('\n')}\n`),
      'held-back.jsonl',
      'All for testing',
    );
    await data.settled();
    await data.next.click();
  });

  await test.step('labels: types, tags, and the model whose tokenizer is asked for', async () => {
    await labels.settled();
    await expect(labels.row('ORG').getByRole('cell')).toContainText(['108', '12', '40']);
    await expect(page.getByRole('table', { name: 'Tags' }).getByRole('rowheader')).toHaveText(NAMES);
    await labels.next.click();
    await model.useStarter();
  });

  await test.step('labels: words, their tokens and the label of each', async () => {
    await studio.goTo('Labels');
    const sentence = labels.alignedSentence(1);
    await expect(sentence).toContainText('Anna');
    await expect(sentence.getByText('B-PER', { exact: true })).toHaveCount(1);
    // What the tokenizer cuts apart carries its label once, or on each of its tokens.
    const word = labels.alignedWord(1, 'Corvus');
    await expect(word.getByText('B-ORG', { exact: true })).toHaveCount(1);
    await expect(word.getByText('I-ORG', { exact: true })).toHaveCount(0);
    await labels.labelTokens('On all, B- then I-');
    await expect(word.getByText('I-ORG', { exact: true })).not.toHaveCount(0);
    await labels.labelTokens('Label on the first token');
    await expect(word.getByText('I-ORG', { exact: true })).toHaveCount(0);
    await studio.goTo('Train');
  });

  await test.step('training', async () => {
    await beginRun(studio, 'WASM', RECIPE);
    await training.end(300_000);
  });

  await test.step('evaluation: seqeval’s figures, and the rows behind them', async () => {
    await page.getByRole('link', { name: 'Evaluate', exact: true }).last().click();
    await evaluation.evaluate('Test', 60_000);
    expect(Number.parseFloat((await evaluation.figure('F1')) ?? '')).toBeGreaterThan(95);
    await expect(evaluation.types().getByRole('rowheader')).toHaveText(['LOC', 'ORG', 'PER']);
    await expect(evaluation.entityConfusion()).toContainText('Exactly right');
    const drawer = await evaluation.openRows(/PER found exactly/);
    await expect(drawer).toContainText('held-back.jsonl');
    for (const name of ['True entities of row 1', 'Entities found in row 1']) {
      await expect(drawer.getByRole('group', { name, exact: true })).toContainText('Anna BergPER');
    }
    await drawer.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('playground: marks, strategies, places', async () => {
    await studio.goTo('Playground');
    await playground.findEntities(TEXT);
    // The first token of a word is the one that learned.
    const { tuned, base } = await playground.aggregate('first');
    expect(tuned).toEqual(ENTITIES.map((entity) => ({ ...entity, score: expect.any(Number) })));
    expect(tuned).not.toEqual(base);
    expect(await playground.marks()).toEqual(ENTITIES.map(({ text, label }) => ({ text, label })));
    const { tuned: tokens } = await playground.aggregate('none');
    expect(tokens[0]).toMatchObject({ label: 'B-PER', start: 3 });
    expect(await playground.tokens().getByRole('rowheader').count()).toBeGreaterThan(tokens.length);
  });

  await test.step('playground: a text longer than the model reads', async () => {
    const sentence = 'Mary Jane Wood never heard of North Bank in Lima . ';
    await playground.findEntities(sentence.repeat(12).trim());
    await expect(page.getByText(/read in\s+\d+\s+overlapping parts/)).toBeVisible();
    const last = (await playground.aggregate('first')).tuned.at(-1);
    expect(last).toMatchObject({
      text: 'Lima',
      start: 11 * sentence.length + 44,
      end: 11 * sentence.length + 48,
    });
  });

  await test.step('a whole file: texts to spans, words to CoNLL', async () => {
    const csv = textFile('texts.csv', `id,text\n7,"${TEXT}"\n8,\n`);
    await playground.chooseFile(csv);
    await playground.shapeResult('JSON lines, with spans', 'first');
    const [first = '', second = ''] = (await playground.predict()).split('\n');
    expect(spansSchema.parse(JSON.parse(first)).spans).toMatchObject(ENTITIES);
    expect(JSON.parse(second)).toMatchObject({ id: '8', spans: null });

    const sentences = taggedSentences(12);
    await playground.chooseFile(textFile('words.conll', conllOf(sentences)));
    await playground.shapeResult('CoNLL, words with tags', 'first');
    const conll = await playground.predict();
    const expected = sentences.map(({ words, tags }) =>
      words.map((word, i) => `${word}\t${tags[i]}\t${tags[i]}\n`),
    );
    expect(conll).toBe(expected.map((lines) => `${lines.join('')}\n`).join(''));
  });

  await test.step('the zip comes home, and goes back in as a tagger', async () => {
    await studio.goTo('Export');
    const download = await studio.export.takeHome(120_000);
    const zip = info.outputPath('tagger.zip');
    await download.saveAs(zip);
    await studio.goTo('Model');
    await model.chooseZip(zip);
    await model.arrived('tagger');
    await expect(page.getByText(`7\u00a0labels: ${NAMES.slice(0, 3).join(', ')}`)).toBeVisible();
  });

  expect(seen.requestsOffOrigin).toEqual([]);
});
