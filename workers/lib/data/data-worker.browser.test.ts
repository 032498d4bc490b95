import { wrap } from 'comlink';
import { afterAll, expect, it } from 'vitest';
import type { DataApi, Wire } from '../../../src/core/contract/api';
import { DEFAULT_TAGGING } from '../../../src/core/contract/dataset';
import { fromResult } from '../../../src/core/contract/result';
import { paths } from '../../../src/core/contract/storage';
import { openFileStore } from '../../../src/storage/open-file-store';

const worker = new Worker(new URL('../../data.worker.ts', import.meta.url), { type: 'module', name: 'data' });
const api = wrap<Wire<DataApi>>(worker);
const datasetId = 'data-worker-test';

afterAll(async () => {
  worker.terminate();
  await (await openFileStore()).remove(paths.dataset(datasetId));
});

it('imports, reads and inspects a file in the real worker, over OPFS', async () => {
  const text = `text,label\n${Array.from({ length: 5000 }, (_, i) => `"Satz ${i}, mit\nUmbruch",${i % 2 ? 'ja' : 'nein'}\n`).join('')}`;
  const request = { datasetId, fileId: 'f', file: new File([text], 'saetze.csv') };
  const file = fromResult(await api.importFile('1', request));
  expect(file).toMatchObject({ rowCount: 5000, proposal: { text: 'text', label: 'label' } });
  const rows = fromResult(await api.readRows(datasetId, 'f', { offset: 4999, limit: 3 }));
  expect(rows).toEqual([{ row: 5000, line: 10_000, cells: ['Satz 4999, mit\nUmbruch', 'ja'] }]);
  const report = fromResult(
    await api.inspect('2', {
      id: datasetId,
      name: 'Sätze',
      task: 'text-classification',
      createdAt: 0,
      updatedAt: 0,
      files: [file],
      mapping: file.proposal,
      labelMap: null,
      split: { seed: 1, validationShare: 0.1, testShare: 0.1 },
      tagging: DEFAULT_TAGGING,
    }),
  );
  expect(report.counts).toEqual({ train: [2000, 2000], validation: [250, 250], test: [250, 250] });
});

it('answers a failure with its code', async () => {
  const request = { datasetId, fileId: 'g', file: new File([''], 'leer.csv') };
  expect(await api.importFile('3', request)).toEqual({
    ok: false,
    failure: { code: 'DATA_EMPTY_FILE', details: { file: 'leer.csv' } },
  });
});
