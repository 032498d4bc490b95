import { NO_EXCLUSIONS } from '../../core/catalog/row-counts';
import { describe, expect, it } from 'vitest';
import type { DatasetReport } from '../../core/contract/dataset';
import { droppedValues, labelAdvice, labelMaps, labelRows } from './label-rows';

const report: DatasetReport = {
  rowCount: 1000,
  values: [
    { raw: 'news', count: 700 },
    { raw: 'News ', count: 100 },
    { raw: 'spam', count: 30 },
    { raw: 'other', count: 9 },
  ],
  counts: { train: [640, 24], validation: [80, 3], test: [80, 0] },
  origin: { train: 'share', validation: 'share', test: 'share' },
  examples: { train: 664, validation: 83, test: 80 },
  excludedCounts: { ...NO_EXCLUSIONS, 'dropped-label': 9 },
  tagging: null,
  excluded: [],
  labelMap: {
    labels: ['news', 'spam'],
    assign: { news: 'news', 'News ': 'news', spam: 'spam', other: null },
  },
};

describe('labels of a report', () => {
  it('lists classes in id order with their counts and other spellings', () => {
    expect(labelRows(report)).toEqual([
      {
        key: 'news',
        id: 0,
        name: 'news',
        counts: { train: 640, validation: 80, test: 80 },
        total: 800,
        aliases: ['News '],
      },
      {
        key: 'spam',
        id: 1,
        name: 'spam',
        counts: { train: 24, validation: 3, test: 0 },
        total: 27,
        aliases: [],
      },
    ]);
    expect(droppedValues(report)).toEqual([{ raw: 'other', count: 9 }]);
  });

  it('keeps the key of a label that is renamed', () => {
    const assign = { ...report.labelMap.assign, news: 'press', 'News ': 'press' };
    const renamed = { ...report, labelMap: { labels: ['press', 'spam'], assign } };
    expect(labelRows(renamed).map(({ key }) => key)).toEqual(['news', 'spam']);
  });

  it('advises about imbalance and absent labels, not about enough examples', () => {
    expect(labelAdvice(labelRows(report)).map((a) => a.key)).toEqual(['imbalance', 'absent-test']);
  });

  it('advises about few examples', () => {
    const few = labelRows({ ...report, counts: { train: [19, 19], validation: [0, 0], test: [0, 0] } });
    expect(labelAdvice(few).map((a) => a.key)).toEqual(['few']);
  });

  it('offers to merge spellings, the most frequent first', () => {
    const spelt = labelRows({
      ...report,
      counts: { train: [30, 400, 400], validation: [3, 40, 40], test: [3, 40, 40] },
      labelMap: { labels: ['News ', 'news', 'spam'], assign: {} },
    });
    const advice = labelAdvice(spelt).find((a) => a.key.startsWith('spelling'));
    expect(advice?.merge).toEqual(['news', 'News ']);
  });

  it('suspects a column of ids', () => {
    const labels = Array.from({ length: 60 }, (_, i) => `id${i}`);
    const ids = labelRows({
      ...report,
      counts: { train: labels.map(() => 1), validation: labels.map(() => 0), test: labels.map(() => 0) },
      labelMap: { labels, assign: {} },
    });
    expect(labelAdvice(ids).map((a) => a.key)).toEqual(['many']);
  });

  it('says nothing about even, plentiful labels', () => {
    const even = labelRows({ ...report, counts: { train: [50, 60], validation: [5, 6], test: [5, 6] } });
    expect(labelAdvice(even)).toEqual([]);
  });

  it('writes the maps of config.json', () => {
    const maps = labelMaps(['no', 'yes']);
    expect(JSON.parse(maps.id2label)).toEqual({ '0': 'no', '1': 'yes' });
    expect(JSON.parse(maps.label2id)).toEqual({ no: 0, yes: 1 });
  });
});
