import { Dexie, type Table } from 'dexie';
import type { MetricTable } from '../core/contract/storage';
import { appendColumns, type MetricColumns, NO_METRICS, truncateColumns } from '../core/metrics/columns';
import { guarded } from './database';
import { metricChunkSchema, parseRecord } from './record-schemas';

/** Rows of a piece: few enough to rewrite at every append, many enough that a long run has few pieces. */
const CHUNK_ROWS = 512;

/** Metric points of runs, in pieces of a few hundred rows, so that an append does not rewrite the whole run. */
export function createMetricTable(database: Dexie): MetricTable {
  const table: Table<unknown, [string, number]> = database.table('metrics');
  const ofRun = (runId: string) => table.where(':id').between([runId, Dexie.minKey], [runId, Dexie.maxKey]);
  const write = (runId: string, seq: number, columns: MetricColumns) => table.put({ runId, seq, ...columns });
  const parse = (runId: string, value: unknown) => parseRecord('metrics', metricChunkSchema, runId, value);

  async function append(runId: string, columns: MetricColumns): Promise<void> {
    const key = (await ofRun(runId).reverse().primaryKeys())[0];
    if (key === undefined) return void (await write(runId, 0, columns));
    // A damaged piece is left as it is, for `read` to report.
    const last = metricChunkSchema.safeParse(await table.get(key));
    if (last.success && last.data.steps.length + columns.steps.length <= CHUNK_ROWS) {
      await write(runId, key[1], appendColumns(last.data, columns));
    } else {
      await write(runId, key[1] + 1, columns);
    }
  }

  async function truncate(runId: string, step: number): Promise<void> {
    for (const value of await ofRun(runId).toArray()) {
      const { seq, ...chunk } = parse(runId, value);
      const kept = truncateColumns(chunk, step);
      if (kept.steps.length === 0) await table.delete([runId, seq]);
      else if (kept.steps.length < chunk.steps.length) await write(runId, seq, kept);
    }
  }

  return {
    append: (runId, columns) =>
      guarded(`metrics/${runId}`, () => database.transaction('rw', table, () => append(runId, columns))),
    read: (runId) =>
      guarded(`metrics/${runId}`, async () => {
        const chunks = await ofRun(runId).toArray();
        return chunks.map((value) => parse(runId, value)).reduce<MetricColumns>(joinChunks, NO_METRICS);
      }),
    truncate: (runId, step) =>
      guarded(`metrics/${runId}`, () => database.transaction('rw', table, () => truncate(runId, step))),
    delete: (runId) => guarded(`metrics/${runId}`, async () => void (await ofRun(runId).delete())),
  };
}

function joinChunks(joined: MetricColumns, { steps, values }: MetricColumns): MetricColumns {
  return appendColumns(joined, { steps, values });
}
