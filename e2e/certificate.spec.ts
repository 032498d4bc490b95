import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { certificateSchema } from '../src/core/contract/export.ts';
import { expect, test } from './support/fixtures.ts';
import { beginRun, toTraining } from './support/journey.ts';

const RECIPE = { maxSteps: 6, evalStrategy: 'steps', evalSteps: 6, learningRate: 5e-4 } as const;

test('an export is certified before the download, and nothing leaves the origin', async ({
  studio,
  seen,
  page,
}, info) => {
  await toTraining(studio, 120);
  await beginRun(studio, 'WASM', RECIPE);
  await studio.training.end(120_000);
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(new URL(request.url()).pathname));
  await studio.goTo('Export');
  const download = await studio.export.takeHome(120_000);
  const path = info.outputPath('certified.zip');
  await download.saveAs(path);

  const files = unzipSync(readFileSync(path));
  const text = (name: string) => new TextDecoder().decode(files[name]);
  const certificate = certificateSchema.parse(JSON.parse(text('certificate.json')));
  expect(certificate).toMatchObject({ split: 'validation', metric: 'accuracy', device: 'wasm', step: 6 });
  expect(certificate.rows).toBeGreaterThan(5);
  expect(certificate.tokenizer).toEqual({ compared: certificate.rows, different: [], failure: null });
  const [float32, float16, int8] = certificate.formats;
  expect(float32).toMatchObject({ precision: 'float32', outcome: 'kept', changedCount: 0 });
  expect(float16).toMatchObject({ precision: 'float16', outcome: 'kept' });
  expect(int8?.outcome).not.toBe('failed');

  const card = text('README.md');
  expect(card.match(/^## Certificate$/gm)).toHaveLength(1);
  expect(card).toContain('| `onnx/model.onnx` | fp32 | keeps its bound |');
  await expect(page.getByRole('list', { name: 'Formats' }).getByRole('listitem')).not.toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Certificate' })).toBeVisible();

  // ONNX Runtime comes from beside the page, the model from the file store.
  expect(asked.filter((each) => each.startsWith('/ort/')).length).toBeGreaterThan(0);
  expect(asked.filter((each) => each.includes('exported-model'))).toEqual([]);
  expect(seen.requestsOffOrigin).toEqual([]);
});
