import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { describe, expect, it, vi } from 'vitest';
import { openRecordStore } from './open-record-store';
import versionOne from './testing/database-v1.json';
import { describeRecordStore } from './testing/record-store-suite';
import { modelRecord } from './testing/records';

const fresh = () => ({ indexedDB: new IDBFactory(), IDBKeyRange });

describeRecordStore('the record store in IndexedDB', () => openRecordStore(fresh()));

/** A database as it was written by the studio's first layout. */
async function databaseOfVersionOne(rows: Record<string, readonly object[]>) {
  const options = fresh();
  const database = new Dexie('tabtune', options);
  database.version(1).stores({ datasets: 'id', models: 'id', runs: 'id', metrics: '[runId+seq]' });
  for (const [table, values] of Object.entries(rows)) await database.table(table).bulkPut([...values]);
  database.close();
  return options;
}

describe('the record store in IndexedDB', () => {
  it('opens a database of version 1', async () => {
    const { models, metrics } = await openRecordStore(await databaseOfVersionOne(versionOne));
    expect(await models.list()).toEqual([modelRecord()]);
    expect(await metrics.read('r1')).toEqual({
      steps: [1, 2, 3],
      values: { 'train/loss': [0.7, 0.6, 0.5], 'eval/loss': [NaN, NaN, 0.55] },
    });
  });

  it('skips damaged records, names them, and lets them be deleted', async () => {
    const damaged = { id: 'm2', name: 7 };
    const options = await databaseOfVersionOne({ models: [modelRecord(), damaged] });
    const { models } = await openRecordStore(options);
    expect((await models.list()).map(({ id }) => id)).toEqual(['m1']);
    expect(await models.damaged()).toEqual(['m2']);
    await expect(models.get('m2')).rejects.toMatchObject({
      code: 'STORAGE_DAMAGED',
      details: { file: 'models/m2' },
    });
    await expect(models.update('m2', { name: 'x' })).rejects.toMatchObject({ code: 'STORAGE_DAMAGED' });
    await models.delete('m2');
    expect(await models.damaged()).toEqual([]);
  });

  it('says when metrics are damaged, and still takes new ones', async () => {
    const options = await databaseOfVersionOne({
      metrics: [{ runId: 'r1', seq: 0, steps: 'x', values: {} }],
    });
    const { metrics } = await openRecordStore(options);
    await metrics.append('r1', { steps: [1], values: {} });
    await expect(metrics.read('r1')).rejects.toMatchObject({
      code: 'STORAGE_DAMAGED',
      details: { file: 'metrics/r1' },
    });
  });

  it('says when there is no database to be had', async () => {
    const indexedDB = new IDBFactory();
    indexedDB.open = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    await expect(openRecordStore({ indexedDB, IDBKeyRange })).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
  });

  it('says when the disk is full', async () => {
    const { models } = await openRecordStore(fresh());
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    try {
      await expect(models.put(modelRecord())).rejects.toMatchObject({
        code: 'STORAGE_FULL',
        details: { path: 'models/m1' },
      });
    } finally {
      put.mockRestore();
    }
    expect(await models.list()).toEqual([]);
  });
});
