import { expect, test } from 'vitest';
import { PRETRAINED_RECIPE as BASE, type Recipe } from '../core/recipe/recipe';
import { nameRun } from './run-name';

const name = (recipe: Partial<Recipe>, previous: Recipe | null = BASE, taken: string[] = []): string =>
  nameRun({
    recipe: { ...BASE, ...recipe },
    previous,
    modelName: 'MiniLM',
    datasetName: 'titles',
    taken: new Set(taken),
  });

test.each<[Partial<Recipe>, string]>([
  [{ learningRate: 3e-4 }, 'lr 5e-5→3e-4'],
  [{ numTrainEpochs: 5, learningRate: 1e-3 }, 'epochs 3→5, lr 5e-5→0.001'],
  [{ trainableLayers: 2 }, 'trained layers default→2'],
  [{ loadBestModelAtEnd: false }, 'keep the best model on→off'],
  [
    { learningRate: 1e-4, numTrainEpochs: 1, maxLength: 64, seed: 1, weightDecay: 0.01 },
    'epochs 3→1, lr 5e-5→1e-4, max length 128→64, +2',
  ],
])('%o', (change, expected) => {
  expect(name(change)).toBe(expected);
});

test('the first run, or one more of the same, is named by model and dataset', () => {
  expect(name({}, null)).toBe('MiniLM on titles');
  expect(name({}, BASE, ['MiniLM on titles'])).toBe('MiniLM on titles (2)');
  expect(name({}, BASE, ['MiniLM on titles', 'MiniLM on titles (2)'])).toBe('MiniLM on titles (3)');
});
