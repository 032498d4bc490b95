import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createTestStudio } from '../testing/test-studio';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('models', () => {
  test('the starter is taken in by itself, once', async () => {
    const studio = createTestStudio();
    await studio.state().models.load();
    expect(studio.state().models.items.map(({ source }) => source.kind)).toEqual(['starter']);
    expect(studio.state().setup.modelId).toBe(studio.state().models.items[0]?.id);
    const later = studio.reloaded();
    await later.state().models.load();
    expect(later.state().models.items).toHaveLength(1);
  });

  test('a failed download stays listed with its failure', async () => {
    const studio = createTestStudio();
    studio.fake.faults.failNext('importModel', 'HUB_NOT_FOUND', { repo: 'a/b' });
    expect(await studio.state().models.importHub('a/b', 'main', null)).toBeNull();
    expect(studio.state().models.imports).toMatchObject([
      { name: 'a/b', failure: { code: 'HUB_NOT_FOUND' } },
    ]);
  });

  test('a local folder is named after itself; renaming and removing are kept', async () => {
    const studio = createTestStudio();
    const id = (await studio.state().models.importLocal([new File(['{}'], 'minilm/config.json')])) ?? '';
    expect(studio.state().models.items[0]?.name).toBe('minilm');
    await studio.state().models.rename(id, 'mine');
    expect((await studio.records.models.get(id))?.name).toBe('mine');
    await studio.state().models.remove(id);
    expect(await studio.records.models.list()).toEqual([]);
    expect(studio.state().setup.modelId).toBeNull();
  });
});
