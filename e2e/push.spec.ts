import { readFileSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { parquetReadObjects } from 'hyparquet';
import { GOOD_TOKEN } from '../src/hub/testing/fake-hub.ts';
import { type PushHub, startPushHub } from '../src/hub/testing/push-hub.ts';
import { launchOptions } from '../tools/browser/launch-options.ts';
import { PushForm } from './pages/push-form.ts';
import { Studio } from './pages/studio.ts';
import { expect, test } from './support/fixtures.ts';
import { beginRun, toTraining } from './support/journey.ts';
import { selfSigned } from './support/self-signed.ts';
import { csvOf, headlines, textFile } from './support/texts.ts';
import { watch } from './support/watch.ts';

const HOSTS = { hub: 'huggingface.co', storage: 'cas-server.xethub.hf.co' } as const;
const RECIPE = { maxSteps: 4, evalStrategy: 'steps', evalSteps: 4 } as const;

interface Setting {
  readonly hub: PushHub;
  readonly studio: Studio;
  readonly page: Page;
}

/**
 * A browser for which the Hub and its storage are a server on this machine, under their own names: policy, preflights
 * and TLS are as they are out there, and nothing leaves.
 */
async function withHub(baseURL: string | undefined, job: (setting: Setting) => Promise<void>): Promise<void> {
  const hub = await startPushHub({
    identity: selfSigned(),
    largeBytes: 10_000,
    origins: { hub: `https://${HOSTS.hub}`, storage: `https://${HOSTS.storage}` },
  });
  const { executablePath, args } = launchOptions();
  const rules = Object.values(HOSTS).map((host) => `MAP ${host}:443 127.0.0.1:${hub.port}`);
  const browser = await chromium.launch({
    executablePath,
    args: [...args, `--host-resolver-rules=${rules.join(',')}`, '--ignore-certificate-errors'],
  });
  try {
    const context = await browser.newContext();
    const seen = watch(context, new URL(baseURL ?? '').origin);
    const page = await context.newPage();
    const studio = new Studio(page);
    await studio.open(baseURL ?? '');
    await job({ hub, studio, page });
    const elsewhere = seen.requestsOffOrigin.filter(
      (url) => !Object.values<string>(HOSTS).includes(new URL(url).host),
    );
    expect(elsewhere).toEqual([]);
    expect(seen.consoleErrors.filter((text) => /policy|uncaught|unhandled/i.test(text))).toEqual([]);
  } finally {
    await browser.close();
    await hub.close();
  }
}

const contentRequests = (hub: PushHub): string[] =>
  hub.requests.filter((line) => /create|preupload|batch|commit|xorbs|shards|PUT/.test(line));

test('a model goes to the Hub: confirmed first, whole, and on again after the connection broke', async ({
  baseURL,
}, info) => {
  test.setTimeout(300_000);
  await withHub(baseURL, async ({ hub, studio, page }) => {
    await toTraining(studio);
    await beginRun(studio, 'WASM', RECIPE);
    await studio.training.end(120_000);
    await studio.goTo('Export');
    const zip = info.outputPath('model.zip');
    await (await studio.export.takeHome(120_000)).saveAs(zip);
    const entries = unzipSync(readFileSync(zip));

    const push = new PushForm(page.getByRole('region', { name: 'Push to the Hugging Face Hub' }));
    await test.step('a token that the Hub does not know is refused', async () => {
      await expect(push.signIn('hf_unknown')).rejects.toThrow(/access token was refused/);
      await push.signIn(GOOD_TOKEN);
    });

    await test.step('what would be sent is shown, and nothing was sent for it', async () => {
      await push.plan('tickets', 'New repository');
      await expect(push.files).toHaveCount(Object.keys(entries).length);
      await expect(push.root).toContainText('Private: only its owner sees it');
      expect(contentRequests(hub)).toEqual([]);
    });

    await test.step('too many requests: how long to wait', async () => {
      hub.fault = { match: /preupload/, answer: { status: 429, headers: { 'Retry-After': '42' } } };
      await push.confirm.click();
      await expect(push.root.getByRole('alert')).toContainText('Wait 42 seconds');
    });

    await test.step('a connection that breaks after the contents went', async () => {
      hub.fault = { match: /\/commit\//, cutAfter: 100 };
      await push.confirm.click();
      await expect(push.root.getByRole('alert')).toContainText('HUB_PUSH_INTERRUPTED', { timeout: 120_000 });
      expect(hub.repos.get('models/maria/tickets')?.commits).toEqual([]);
    });

    await test.step('pushed again, it sends what is missing', async () => {
      hub.fault = null;
      hub.requests.length = 0;
      await push.confirm.click();
      await expect(push.done).toContainText('maria/tickets', { timeout: 120_000 });
      expect(hub.requests.filter((line) => line.includes('xorbs'))).toEqual([]);
      const repo = hub.repos.get('models/maria/tickets');
      expect(repo).toMatchObject({ isPrivate: true });
      expect(repo?.commits).toHaveLength(1);
      const same = Object.entries(entries).filter(([path, bytes]) => repo?.files.get(path)?.equals(bytes));
      expect(same.map(([path]) => path)).toEqual(Object.keys(entries));
    });

    await test.step('the token went with the page', async () => {
      await page.reload();
      await studio.goTo('Export');
      await expect(push.root.getByLabel('Access token')).toHaveValue('');
    });
  });
});

test('a dataset goes to the Hub as Parquet, a cancelled push leaves nothing, a remembered token stays', async ({
  baseURL,
}) => {
  await withHub(baseURL, async ({ hub, studio, page }) => {
    await studio.data.choose(textFile('headlines.csv', csvOf(headlines(6000))));
    await studio.data.settled();
    await page.getByRole('button', { name: 'Push to the Hub' }).click();
    const push = new PushForm(page.getByRole('dialog'));
    await push.root.getByRole('checkbox', { name: /^Remember/ }).check();
    await push.signIn(GOOD_TOKEN);
    await push.plan('headlines', 'New repository');

    await test.step('cancelled', async () => {
      hub.fault = { match: /\/commit\//, cutAfter: 100, cutWhen: () => false };
      await push.confirm.click();
      await push.root.getByRole('button', { name: /^Cancel/ }).click();
      await expect(push.confirm).toBeVisible();
      hub.fault = null;
      expect(hub.repos.get('datasets/maria/headlines')?.commits ?? []).toEqual([]);
    });

    await test.step('pushed', async () => {
      await push.confirm.click();
      await expect(push.done).toContainText('maria/headlines', { timeout: 60_000 });
      const files = hub.repos.get('datasets/maria/headlines')?.files;
      expect([...(files?.keys() ?? [])].sort()).toEqual([
        '.gitattributes',
        'README.md',
        'data/train.parquet',
        'data/validation.parquet',
        'repairs.json',
      ]);
      const rows = await Promise.all(
        ['data/train.parquet', 'data/validation.parquet'].map(async (name) => {
          const bytes = new Uint8Array(files?.get(name) ?? []);
          return parquetReadObjects({ file: bytes.buffer });
        }),
      );
      expect(rows.flat()).toHaveLength(6000);
    });

    await test.step('the token is still there after a reload, until it is forgotten', async () => {
      await page.reload();
      await page.getByRole('button', { name: 'Push to the Hub' }).click();
      await push.root.getByRole('button', { name: 'Forget the token' }).click();
      await page.reload();
      await page.getByRole('button', { name: 'Push to the Hub' }).click();
      await expect(push.root.getByLabel('Access token')).toHaveValue('');
    });
  });
});
