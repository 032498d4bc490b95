import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { z } from 'zod';
import { launchOptions } from '../tools/browser/launch-options.ts';
import { Studio } from './pages/studio.ts';
import { expect, test } from './support/fixtures.ts';
import { beginRun, toTraining } from './support/journey.ts';
import { csvOf, headlines, textFile } from './support/texts.ts';

const STARTER = 'public/models/starter-en';
const HUB = 'https://huggingface.co/**';

/** A failure is shown with its code, in words, and with a way on. */
async function expectFailure(studio: Studio, code: string, ...words: readonly string[]): Promise<void> {
  const card = studio.page.getByRole('alert');
  await expect(card).toContainText(code, { timeout: 30_000 });
  for (const word of words) await expect(card).toContainText(word);
}

async function dismiss(studio: Studio): Promise<void> {
  await studio.page.getByRole('button', { name: /^Dismiss: / }).click();
  await expect(studio.page.getByRole('alert')).toHaveCount(0);
}

test('tables that cannot be used say why, and cost nothing that was there', async ({ studio }) => {
  const { data, page } = studio;
  const good = csvOf(headlines(40));

  await data.choose(textFile('empty.csv', ''));
  await expectFailure(studio, 'DATA_EMPTY_FILE', 'empty.csv', 'saved completely');
  await dismiss(studio);

  await data.choose(textFile('good.csv', good));
  await data.settled();
  await page.getByRole('button', { name: 'New dataset' }).click();
  const texts = headlines(40).map(({ title }, i) => `${title} ${i}`);
  await data.choose(textFile('notes.csv', ['note', ...texts, ''].join('\n')));
  await expectFailure(studio, 'DATA_NO_LABEL_COLUMN', 'add one to the file');

  await page.getByRole('button', { name: 'New dataset' }).click();
  await data.choose(textFile('one.csv', good.replaceAll(/,(news|News|clickbait)$/gm, ',same')));
  await data.role('title').waitFor();
  await data.setRole('title', 'Text');
  await data.setRole('kind', 'Label');
  await data.settled();
  await data.next.click();
  await expect(page.getByRole('alert')).toContainText('Only one label');
  await expect(page.getByText('Training needs at least two labels')).toBeVisible();

  await studio.goTo('Data');
  await page.getByRole('button', { name: 'Use good' }).click();
  await data.settled();
  await data.next.click();
  await studio.labels.settled();
});

test('models that cannot be used say why, and the one in use stays', async ({ studio }, info) => {
  const { model, page } = studio;
  await studio.goTo('Model');
  await model.useStarter();

  const variant = (name: string, spoil: (folder: string) => void): string => {
    const folder = info.outputPath(name);
    mkdirSync(folder, { recursive: true });
    cpSync(STARTER, folder, { recursive: true });
    spoil(folder);
    return folder;
  };
  const refused = async (folder: string, code: string, ...words: readonly string[]) => {
    await model.chooseFolder(folder);
    await expectFailure(studio, code, ...words);
    await dismiss(studio);
    await expect(model.chosen('Built-in starter')).toBeVisible();
  };

  const weightless = variant('weightless', (folder) => rmSync(join(folder, 'model.safetensors')));
  await refused(weightless, 'MODEL_NO_WEIGHTS', 'config.json', 'safe_serialization');

  const cut = variant('cut', (folder) => truncateSync(join(folder, 'model.safetensors'), 3_000_000));
  await refused(cut, 'MODEL_SAFETENSORS_TRUNCATED', '3.0\u00a0MB');

  const foreign = variant('foreign', (folder) => {
    const path = join(folder, 'tokenizer.json');
    const tokenizer = z
      .looseObject({ model: z.looseObject({ vocab: z.record(z.string(), z.number()) }) })
      .parse(JSON.parse(readFileSync(path, 'utf8')));
    const { vocab } = tokenizer.model;
    for (let id = Object.keys(vocab).length; id < 8100; id++) vocab[`foreignword${id}`] = id;
    writeFileSync(path, JSON.stringify(tokenizer));
  });
  await refused(foreign, 'MODEL_VOCABULARY_MISMATCH', '8,100', '8,000');
  await expect(page.getByRole('table', { name: 'Models in this browser' }).getByRole('row')).toHaveCount(2);
});

test('a Hub id that does not exist, and no connection, are told apart', async ({ studio, context }) => {
  const { model } = studio;
  await studio.goTo('Model');
  await model.useStarter();

  await context.route(HUB, (route) =>
    route.fulfill({
      status: 404,
      headers: { 'access-control-allow-origin': '*', 'x-error-code': 'RepoNotFound' },
      json: { error: 'Repository not found' },
    }),
  );
  await model.download('nobody/no-such-model');
  await expectFailure(studio, 'HUB_NOT_FOUND', 'nobody/no-such-model', 'spelling');
  await dismiss(studio);

  await context.unroute(HUB);
  await context.route(HUB, (route) => route.abort('internetdisconnected'));
  await model.download('google/bert_uncased_L-2_H-128_A-2');
  await expectFailure(studio, 'HUB_OFFLINE', 'internet connection', 'starter');
  await dismiss(studio);
  await expect(model.chosen('Built-in starter')).toBeVisible();
});

test('without WebGPU it trains on WASM and says so', async ({ baseURL }) => {
  const { executablePath, args } = launchOptions();
  const withoutGpu = args.filter((arg) => !/webgpu|Vulkan/i.test(arg));
  const browser = await chromium.launch({ executablePath, args: [...withoutGpu, '--disable-gpu'] });
  try {
    const studio = new Studio(await browser.newPage());
    await studio.open(baseURL ?? '');
    await toTraining(studio);
    await beginRun(studio, 'Automatic', { maxSteps: 1, evalStrategy: 'no' });
    await studio.training.end(60_000);
    await expect(studio.training.progress).toContainText('WASM, ');
    await expect(studio.training.progress).toContainText('WebGPU was wished, WASM is used');
    await expect(studio.page.getByText('Training on the processor', { exact: true })).toBeVisible();

    await studio.page.getByRole('button', { name: 'New run' }).click();
    await studio.training.computeOn('WebGPU');
    await studio.training.train.click();
    await expectFailure(studio, 'GPU_UNAVAILABLE', 'processor (WASM)');
  } finally {
    await browser.close();
  }
});
