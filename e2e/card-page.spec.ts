import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { exportFixture, tokenExportFixture } from '../src/engine/testing/export-fixture.ts';
import { codeOf, unpackExport } from '../tools/snippets/card.ts';

const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

/** Any web server: files of a folder, and nothing else. */
async function serve(folder: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const asked = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const path = join(folder, asked.endsWith('/') ? `${asked}index.html` : asked);
    try {
      const body = readFileSync(path);
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      response.writeHead(200, { 'Content-Type': type }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://localhost:${address.port}/`, close: () => server.close() };
}

/** The file of an installed package that jsDelivr serves at this address. */
function fromDelivery(address: string): string {
  const [, name = '', file = ''] =
    /\/npm\/((?:@[^/]+\/)?[^/@]+)@[^/]+(\/.+)?$/.exec(new URL(address).pathname) ?? [];
  if (file !== '') return join(MODULES, name, file);
  const json: unknown = JSON.parse(readFileSync(join(MODULES, name, 'package.json'), 'utf8'));
  return join(MODULES, name, z.object({ jsdelivr: z.string() }).parse(json).jsdelivr);
}

const TEXT = 'You will not believe this bill';
const scoresSchema = z.array(z.object({ label: z.string(), score: z.number() }));
const entitiesSchema = z
  .array(z.object({ label: z.string(), start: z.number(), end: z.number(), text: z.string() }))
  .nonempty();

/** Every class once, and probabilities. */
function expectScores(answer: unknown): void {
  const scores = scoresSchema.parse(answer);
  const { labels } = exportFixture().run.spec;
  expect(scores.map(({ label }) => label).toSorted()).toEqual(labels.toSorted());
  expect(scores.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 5);
}

/** Types of the tagger, where they stand in the text. */
function expectEntities(answer: unknown): void {
  for (const { label, start, end, text } of entitiesSchema.parse(answer)) {
    expect(['LOC', 'by-line']).toContain(label);
    expect(text).toBe(TEXT.slice(start, end));
    expect(end).toBeGreaterThan(start);
  }
}

for (const [task, input, check] of [
  ['text-classification', exportFixture(), expectScores],
  ['token-classification', tokenExportFixture(), expectEntities],
] as const) {
  test(`the web page in the card answers: ${task}`, async ({ page }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tabtune-page-'));
    await unpackExport(input, folder);
    const card = readFileSync(join(folder, 'README.md'), 'utf8');
    writeFileSync(join(folder, 'index.html'), codeOf(card, 'html'));
    const site = await serve(folder);
    const elsewhere = new Set<string>();
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (!request.url().startsWith(site.url) && origin.startsWith('http')) elsewhere.add(origin);
    });
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(String(error)));
    await page.route('https://cdn.jsdelivr.net/**', async (route) => {
      const path = fromDelivery(route.request().url());
      const headers = { 'Access-Control-Allow-Origin': '*', 'Content-Type': TYPES[extname(path)] ?? '' };
      await route.fulfill({ path, headers });
    });
    try {
      await page.goto(site.url);
      const answer = page.locator('pre');
      await expect(answer, failures.join('\n')).toContainText('"label"', { timeout: 60_000 });
      check(JSON.parse((await answer.textContent()) ?? ''));
      // The library and its runtime come from there, as printed; the model from the folder alone.
      expect([...elsewhere]).toEqual(['https://cdn.jsdelivr.net']);
      expect(failures).toEqual([]);
    } finally {
      site.close();
      rmSync(folder, { recursive: true });
    }
  });
}
