import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import react from '@vitejs/plugin-react';
import { build, preview } from 'vite';
import { findBrowser } from '../browser/find-browser.ts';

/*
 * Pictures of screens with made-up content, for looking at the design:
 *   npm run screenshots -- FOLDER [scene:panel[:button] …]
 * Each is taken light and dark, at 1280 and at 360 pixels, after pressing the first button (or choosing the radio)
 * whose name begins as told. The scenes lie in src/app/testing/scenes.ts.
 */
const SHOTS: readonly string[] = [
  'first-visit:data',
  'reading:data',
  'read-failed:data',
  'data:data',
  'data-two-files:data',
  'data-no-label:data',
  'data-failed:data',
  'first-visit:labels',
  'labels:labels',
  'labels-uneven:labels',
  'labels-one:labels',
  'model-starter:model',
  'model:model',
  'model-busy:model',
  'model-failed:model',
  'ner-setup:train',
  'ner-cut:train',
  'ner-running:train',
  'ner-running:playground',
  'run-paused:train',
  'run-full:train',
  'run-diverged:train',
  'run-lost:train',
  'run-interrupted:train',
  'trained:evaluate',
  'trained:evaluate:5 of',
  'trained:playground',
  'ner:evaluate',
  'ner:evaluate:14 of',
  'ner-rows-failed:evaluate:14 of',
  'ner:playground',
  'ner-sentence:playground',
  'ner-report:playground',
  'ner-report:playground:none',
  'ner-long:playground',
  'ner-failed:playground',
  'ner:export',
  'certified:export',
  'certified:export:1 of 20 changed',
  'certified-well:export',
  'certified-in-part:export',
  'certified-without-half:export',
  'certificate-busy:export',
  'certificate-cancelled:export',
  'certificate-failed:export',
  'ner-certified:export:1 of 240 changed',
  'format:playground',
  'format-busy:playground',
  'format-failed:playground',
  'ner-format:playground',
  'push-token:export',
  'push-choose:export',
  'push-confirm:export',
  'push-public:export',
  'push-busy:export',
  'push-failed:export',
  'push-done:export',
  'push-dataset:data:Push to the Hub',
  'bundled:export',
  'bundling:train',
  'from-cluster:train',
  'not-from-cluster:runs',
  'running:runs',
  'first-visit:runs',
  'notice:data',
];
const WIDTHS = [1280, 360];

async function pressFirst(page: Page, name: string): Promise<void> {
  const starts = new RegExp(`^${name}`);
  const radio = page.getByRole('radio', { name: starts });
  // A segmented control hides its radios behind their labels, where no pointer reaches them.
  if ((await radio.count()) > 0) await radio.first().dispatchEvent('click');
  else await page.getByRole('button', { name: starts }).first().click();
  await page.waitForTimeout(400);
}

const [folder, ...wanted] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: main.ts FOLDER [scene:panel …]');
mkdirSync(folder, { recursive: true });
const site = {
  configFile: false,
  root: '.',
  logLevel: 'warn',
  build: { outDir: '.cache/screenshots' },
} as const;
await build({
  ...site,
  plugins: [react()],
  build: {
    ...site.build,
    target: 'es2023',
    minify: false,
    rolldownOptions: { input: 'tools/screenshots/scene.html' },
  },
});
const server = await preview({ ...site, preview: { port: 5199 } });
const address = server.resolvedUrls?.local[0];
const executablePath = findBrowser();
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
try {
  for (const shot of wanted.length > 0 ? wanted : SHOTS) {
    const [scene = '', panel = '', press] = shot.split(':');
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of WIDTHS) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 860 } });
        page.on('pageerror', (error) => console.error(`${shot}: ${String(error)}`));
        page.on('console', (message) => {
          if (message.type() === 'error') console.error(`${shot}: ${message.text()}`);
        });
        await page.goto(`${address}tools/screenshots/scene.html?scene=${scene}#/${panel}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        // fade-ins and the first reading of rows
        await page.waitForTimeout(500);
        if (press !== undefined) await pressFirst(page, press);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) console.error(`${shot} at ${width}: ${overflow} px wider than the window`);
        // As tall as the page, so that what sticks to the window's edges stands at its end.
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width, height: Math.max(860, height) });
        const name = `${[scene, panel, press]
          .filter((part) => part !== undefined)
          .join('-')
          .replaceAll(' ', '-')}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: join(folder, name) });
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}
