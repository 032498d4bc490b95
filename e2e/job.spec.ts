import { expect, test } from './support/fixtures.ts';
import { beginRun } from './support/journey.ts';
import { csvOf, headlines, textFile } from './support/texts.ts';

/** As for random weights, whatever the starter has read by now. */
const RECIPE = {
  maxSteps: 30,
  evalStrategy: 'steps',
  evalSteps: 15,
  learningRate: 5e-4,
  warmupSteps: 3,
} as const;

test('the whole job: from a CSV to a model at home and back again', async ({ studio, seen }, info) => {
  const { data, labels, model, training, evaluation, playground, page } = studio;

  await test.step('data: rows without a text or a label are listed', async () => {
    await data.choose(textFile('headlines.csv', `${csvOf(headlines(90))},news\nNo label here at all,\n`));
    await data.settled();
    await expect(data.role('title')).toHaveValue('text');
    await expect(data.role('kind')).toHaveValue('label');
    await expect(data.leftOut().getByRole('row').nth(1)).toContainText('91');
    await expect(data.leftOut().getByRole('row').nth(2)).toContainText('92');
    await data.addFile(textFile('held-back.csv', csvOf(headlines(30))), 'held-back.csv', 'All for testing');
    await data.settled();
    await data.next.click();
  });

  await test.step('labels: merge and rename', async () => {
    await labels.merge(['News', 'news'], 'news');
    await labels.rename('clickbait', 'bait');
    await expect(labels.row('news')).toContainText('also “News”');
    await labels.settled();
    await labels.next.click();
  });

  await test.step('model: the starter', async () => {
    await model.useStarter();
    await model.next.click();
  });

  await test.step('training', async () => {
    expect(await training.measure()).toMatch(/^About .* tokens\/s/);
    await beginRun(studio, 'WASM', RECIPE);
    await training.end(120_000);
    await expect(page.getByRole('table', { name: /^Evaluations/ }).getByRole('row')).toHaveCount(3);
  });

  await test.step('evaluation of the held-back file', async () => {
    await page.getByRole('link', { name: 'Evaluate', exact: true }).last().click();
    await evaluation.evaluate('Test', 60_000);
    // Both kinds have their own words: anything that learns at all tells them apart.
    expect(await evaluation.figure('Accuracy')).toBe('100.0\u00a0%');
    await expect(evaluation.confusionMatrix()).toContainText('bait');
  });

  const text = 'You will never believe this old castle';
  const answer = await test.step('playground: tuned against base', async () => {
    await studio.goTo('Playground');
    const { tuned, base } = await playground.classify(text);
    expect(tuned.map(({ label }) => label)).toEqual(['bait', 'news']);
    expect(base).not.toEqual(tuned);
    return tuned;
  });

  await test.step('a whole file, with cells that a spreadsheet would run', async () => {
    const rows = ['=1+1,"@SUM(A1)"', '"+cmd, ""x""",-2', 'Parliament votes on the budget,-HYPERLINK'];
    const csv = await playground.predictFile(textFile('dirty.csv', ['title,note', ...rows, ''].join('\n')));
    const lines = csv.replace(/^\ufeff/, '').split('\r\n');
    expect(lines[0]).toBe('title,note,predicted_label,predicted_score,score_bait,score_news');
    expect(lines[1]).toMatch(/^'=1\+1,'@SUM\(A1\),(bait|news),/);
    expect(lines[2]).toMatch(/^"'\+cmd, ""x""",-2,(bait|news),/);
    expect(lines[3]).toMatch(/^Parliament votes on the budget,'-HYPERLINK,news,/);
  });

  await test.step('the zip comes home, and goes back in as a model', async () => {
    await studio.goTo('Export');
    const download = await studio.export.takeHome(60_000);
    const zip = info.outputPath('exported.zip');
    await download.saveAs(zip);
    await studio.goTo('Model');
    await model.chooseZip(zip);
    await model.arrived('exported');
    await expect(page.getByText('2\u00a0labels: bait, news')).toBeVisible();
    await model.next.click();
    await beginRun(studio, 'WASM', { maxSteps: 1, evalStrategy: 'no' });
    await training.end(60_000);
  });

  await test.step('nothing is lost after a reload', async () => {
    await page.reload();
    await studio.goTo('Runs');
    await expect(page.getByRole('table', { name: 'Runs' }).getByRole('row')).toHaveCount(3);
    await studio.runs
      .row('Built-in starter on headlines')
      .getByRole('link', { name: /^Open / })
      .click();
    await studio.goTo('Playground');
    await page.getByRole('combobox', { name: 'Run' }).click();
    await page.getByRole('option', { name: 'Built-in starter on headlines' }).click();
    // Another device may answer after a reload: the same weights, sums in another order.
    const again = (await playground.classify(text)).tuned;
    expect(again.map(({ label }) => label)).toEqual(['bait', 'news']);
    expect(again[0]?.score).toBeCloseTo(answer[0]?.score ?? Number.NaN, 5);
  });

  expect(seen.requestsOffOrigin).toEqual([]);
});
