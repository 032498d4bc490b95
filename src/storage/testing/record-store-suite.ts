import { describe, expect, it } from 'vitest';
import type { RecordStore } from '../../core/contract/storage';
import type { MetricColumns } from '../../core/metrics/columns';
import { modelRecord } from './records';

function steps(from: number, to: number): MetricColumns {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  return { steps: numbers, values: { 'train/loss': numbers.map((step) => 1 / step) } };
}

/** What every record store must do; `open` gives an empty one. */
export function describeRecordStore(name: string, open: () => Promise<RecordStore>): void {
  describe(name, () => {
    it('keeps records, newest first', async () => {
      const { models } = await open();
      const records = [3, 1, 2].map((n) => modelRecord({ id: `m${n}`, createdAt: n }));
      for (const record of records) await models.put(record);
      expect(await models.get('m1')).toEqual(records[1]);
      expect(await models.get('m4')).toBeUndefined();
      expect((await models.list()).map(({ id }) => id)).toEqual(['m3', 'm2', 'm1']);
      expect(await models.damaged()).toEqual([]);
      await models.delete('m2');
      await models.delete('m4');
      expect((await models.list()).map(({ id }) => id)).toEqual(['m3', 'm1']);
    });

    it('hands out copies', async () => {
      const { models } = await open();
      const record = modelRecord({ missing: ['a'] });
      await models.put(record);
      record.missing.push('b');
      (await models.get('m1'))?.missing.push('c');
      expect((await models.get('m1'))?.missing).toEqual(['a']);
    });

    it('changes some fields and keeps the others, also when two change at once', async () => {
      const { models } = await open();
      await models.put(modelRecord());
      await Promise.all([models.update('m1', { name: 'renamed' }), models.update('m1', { licence: null })]);
      expect(await models.get('m1')).toEqual(modelRecord({ name: 'renamed', licence: null }));
      await expect(models.update('m2', { name: 'x' })).rejects.toMatchObject({
        code: 'STORAGE_NOT_FOUND',
        details: { path: 'models/m2' },
      });
    });

    it('refuses to store what it could not read back', async () => {
      const { models } = await open();
      await models.put(modelRecord());
      await expect(models.put(modelRecord({ layerCount: 1.5 }))).rejects.toMatchObject({
        code: 'STORAGE_DAMAGED',
      });
      await expect(models.update('m1', { vocabSize: Number.NaN })).rejects.toMatchObject({
        code: 'STORAGE_DAMAGED',
        details: { file: 'models/m1', reason: 'vocabSize' },
      });
      expect(await models.get('m1')).toEqual(modelRecord());
    });

    it('appends metrics in order and fills gaps with NaN', async () => {
      const { metrics } = await open();
      await metrics.append('r1', steps(1, 4));
      await metrics.append('r1', { steps: [4], values: { 'eval/loss': [0.5] } });
      await metrics.append('r2', steps(1, 2));
      expect(await metrics.read('r1')).toEqual({
        steps: [1, 2, 3, 4],
        values: { 'train/loss': [1, 1 / 2, 1 / 3, NaN], 'eval/loss': [NaN, NaN, NaN, 0.5] },
      });
      expect(await metrics.read('r2')).toEqual(steps(1, 2));
      expect(await metrics.read('r3')).toEqual({ steps: [], values: {} });
    });

    it('keeps long runs whole, truncates and goes on', async () => {
      const { metrics } = await open();
      for (let from = 1; from < 2000; from += 37)
        await metrics.append('r1', steps(from, Math.min(2000, from + 37)));
      expect(await metrics.read('r1')).toEqual(steps(1, 2000));
      await metrics.truncate('r1', 700);
      expect(await metrics.read('r1')).toEqual(steps(1, 701));
      await metrics.append('r1', steps(701, 1500));
      expect(await metrics.read('r1')).toEqual(steps(1, 1500));
      await metrics.append('r10', steps(1, 3));
      await metrics.delete('r1');
      expect(await metrics.read('r1')).toEqual({ steps: [], values: {} });
      expect(await metrics.read('r10')).toEqual(steps(1, 3));
    });

    it('does not lose appends made at once', async () => {
      const { metrics } = await open();
      await Promise.all([metrics.append('r1', steps(1, 3)), metrics.append('r1', steps(3, 5))]);
      expect((await metrics.read('r1')).steps).toEqual([1, 2, 3, 4]);
    });
  });
}
