import type { Page } from 'playwright';
import { z } from 'zod';
import { type DatasetRecord, datasetRecordSchema } from '../../src/core/contract/dataset.ts';
import { type RunRecord, runRecordSchema } from '../../src/core/contract/run.ts';
import { metricChunkSchema } from '../../src/storage/record-schemas.ts';

/** The studio's database, as the developer tools of any browser show it. */
const DATABASE = 'tabtune';

export interface StoredStep {
  readonly step: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly gradNorm: number;
}

export interface StoredRun {
  readonly run: RunRecord;
  readonly dataset: DatasetRecord;
  readonly steps: readonly StoredStep[];
}

/** All rows of a table of the page's IndexedDB. */
function readTable(page: Page, table: string): Promise<unknown> {
  return page.evaluate(
    ([name, store]) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction(store).objectStore(store).getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result);
          };
        };
      }),
    [DATABASE, table] as const,
  );
}

/** The newest run, its dataset, and every step it recorded, in full precision. */
export async function readNewestRun(page: Page): Promise<StoredRun> {
  const runs = z.array(runRecordSchema).parse(await readTable(page, 'runs'));
  const run = runs.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  if (run === undefined) throw new Error('there is no run in this browser');
  const datasets = z.array(datasetRecordSchema).parse(await readTable(page, 'datasets'));
  const dataset = datasets.find(({ id }) => id === run.spec.datasetId);
  if (dataset === undefined) throw new Error('the dataset of the run is gone');
  const chunks = z.array(metricChunkSchema).parse(await readTable(page, 'metrics'));
  const own = chunks.filter(({ runId }) => runId === run.id).toSorted((a, b) => a.seq - b.seq);
  const steps = own.flatMap(({ steps, values }) =>
    steps.map((step, i) => {
      const value = (key: string) => values[key]?.[i] ?? Number.NaN;
      return {
        step,
        loss: value('train/loss'),
        learningRate: value('train/learning_rate'),
        gradNorm: value('train/grad_norm'),
      };
    }),
  );
  // Rows of evaluations have no training loss.
  return { run, dataset, steps: steps.filter(({ loss }) => !Number.isNaN(loss)) };
}
