import { describe, expect, it } from 'vitest';
import { parseRoute, routeTo } from './route';

describe('routes', () => {
  it('reads panel and id', () => {
    expect(parseRoute('#/labels')).toEqual({ panel: 'labels', id: null });
    expect(parseRoute('#/train/r1')).toEqual({ panel: 'train', id: 'r1' });
    expect(parseRoute('')).toEqual({ panel: '', id: null });
    expect(parseRoute('#labels')).toEqual({ panel: 'labels', id: null });
  });

  it('comes back from what it writes', () => {
    expect(routeTo('data')).toBe('#/data');
    expect(routeTo('data', null)).toBe('#/data');
    expect(parseRoute(routeTo('train', 'a/b %'))).toEqual({ panel: 'train', id: 'a/b %' });
  });
});
