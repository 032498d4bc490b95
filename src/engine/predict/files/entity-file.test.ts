import { expect, test } from 'vitest';
import type { TokenPrediction } from '../../../core/contract/predictions';
import type { EntityReading, TextOrWords } from '../entities/predict-tokens';
import { entityFile } from './entity-file';

/** A model that finds nothing. */
const nothingFound = (input: TextOrWords): EntityReading => {
  const prediction: TokenPrediction = {
    task: 'token-classification',
    text: typeof input === 'string' ? input : input.join(' '),
    labels: ['O'],
    tokens: [],
    entities: { none: [], simple: [], first: [], average: [], max: [] },
    windows: 1,
  };
  return { prediction, wordTags: () => (typeof input === 'string' ? [] : input.map(() => 'O')) };
};

test('in CoNLL a list that cannot be read is words between spaces: no row is missing without being counted', async () => {
  const table = { columns: ['tokens'], text: 0, words: 'lists' } as const;
  const file = entityFile(table, { format: 'conll', strategy: 'first' }, async (inputs) =>
    inputs.map(nothingFound),
  );
  const cells = ["['left', 'open'", "['Ann', 'left']", ''];
  const result = await file.lines(cells.map((cell, i) => ({ row: i + 1, line: i + 1, cells: [cell] })));
  expect(result.skipped).toBe(1);
  expect(result.text).toBe("['left',\tO\n'open'\tO\n\nAnn\tO\nleft\tO\n\n");
});
