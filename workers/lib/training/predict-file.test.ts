import { expect, test } from 'vitest';
import type { PredictionTarget } from '../../../src/core/contract/predictions';
import { paths } from '../../../src/core/contract/storage';
import { predictTexts } from '../../../src/engine/predict/predict-texts';
import { startCpu } from '../../../src/engine/testing/cpu-device';
import { OperationRegistry } from '../operations';
import { predictFile } from './predict-file';
import { Predictors } from './predictors';
import { tinyStudio } from './testing/tiny-run';

const nothing = () => undefined;

test('results lie among the exports of their target, one beside the other', async () => {
  const { files, records, runId } = await tinyStudio();
  const predictors = new Predictors(files, records, nothing);
  const run = { kind: 'run', runId, weights: 'base' } as const;
  const predictor = await predictors.get(await startCpu(), run);
  const predict = (csv: string, target: PredictionTarget) =>
    new OperationRegistry().run('op', (operation) => {
      const request = { file: new File([csv], 'rows.csv'), textColumn: 'text' };
      const { labels } = predictor;
      const batches = {
        labels,
        predict: (texts: readonly string[]) => predictTexts(predictor, texts, nothing),
      };
      return predictFile(files, batches, request, operation, target);
    });
  const first = await predict('text\nhello\n', run);
  const text = await (await files.read(first.path)).text();
  const second = await predict('text\nworld\n', run);
  expect([first.path, second.path]).toEqual([
    paths.export(runId, 'rows-predictions.csv'),
    paths.export(runId, 'rows-predictions-2.csv'),
  ]);
  expect(await (await files.read(first.path)).text()).toBe(text);
  const ofModel = await predict('text\nhello\n', { kind: 'model', modelId: 'm1' });
  expect(ofModel.path).toBe(paths.export('model-m1', 'rows-predictions.csv'));
  predictors.forget(false);
});
