import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { expect, test } from './support/fixtures.ts';
import { finishedRun } from './support/finished-run.ts';
import { toTraining } from './support/journey.ts';

test('a run goes to a cluster as a bundle, and what is left there comes back as a run', async ({
  studio,
  seen,
}, info) => {
  const { page, training, runs, playground, evaluation } = studio;
  const bundle = info.outputPath('bundle.zip');

  await test.step('the bundle, before anything was trained', async () => {
    await toTraining(studio);
    await training.setRecipe({ numTrainEpochs: 2, maxLength: 32 });
    const download = await training.takeBundle(60_000);
    expect(download.suggestedFilename()).toBe('Built-in-starter-on-headlines-cluster.zip');
    await download.saveAs(bundle);
    const files = unzipSync(new Uint8Array(await readFile(bundle)));
    const text = (name: string) => new TextDecoder().decode(files[name]);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['data/train.parquet', 'data/validation.parquet', 'model/model.safetensors']),
    );
    expect(text('train.py')).toContain('class RecipeTrainer(Trainer)');
    expect(text('accelerate/many-nodes.yaml')).toContain('num_machines: 2');
    expect(JSON.parse(text('recipe.json'))).toMatchObject({ num_train_epochs: 2, max_length: 32 });
  });

  await test.step('what is no finished run says so', async () => {
    await studio.goTo('Runs');
    await runs.openFinished({
      name: 'bundle.zip',
      mimeType: 'application/zip',
      buffer: await readFile(bundle),
    });
    await expect(page.getByRole('alert')).toContainText('this is not a finished run');
    await page.getByRole('button', { name: /^Dismiss/ }).click();
  });

  await test.step('the finished run opens with its curves', async () => {
    await runs.openFinished(await finishedRun(bundle));
    await expect(training.finished).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('10 steps on 8 × NVIDIA H100 with transformers 5.23.0')).toBeVisible();
    await expect(
      page.getByRole('img', { name: /^Loss.*Training.*0\.2500.*Validation.*0\.2500/s }),
    ).toBeVisible();
    await expect(page.getByRole('table', { name: /^Evaluations/ }).getByRole('row')).toHaveCount(3);
  });

  await test.step('its figures, of each label and of what is taken for what', async () => {
    await studio.goTo('Evaluate');
    expect(await evaluation.figure('Accuracy')).toBe('75.0\u00a0%');
    await expect(evaluation.confusionMatrix()).toContainText('clickbait');
  });

  await test.step('the playground answers, after and before', async () => {
    await studio.goTo('Playground');
    const { tuned, base } = await playground.classify('You will never believe this old castle');
    // The weights of the fixture are those of the first step.
    expect(base).toEqual(tuned);
    expect(tuned.map(({ label }) => label).sort()).toEqual(['News', 'clickbait', 'news']);
  });

  await test.step('the rows are here, so it can be evaluated here too', async () => {
    await studio.goTo('Evaluate');
    await evaluation.evaluate('Validation', 60_000);
    expect(await evaluation.figure('Accuracy')).not.toBe('75.0\u00a0%');
  });

  await test.step('and it is there after a reload', async () => {
    await page.reload();
    await studio.goTo('Runs');
    await expect(runs.row('Built-in starter on headlines')).toContainText('Completed');
  });

  expect(seen.requestsOffOrigin).toEqual([]);
});
