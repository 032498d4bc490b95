import { expect, test, vi } from 'vitest';
import { loadStudio } from './store';
import { createTestStudio } from './testing/test-studio';

test.each(['datasets', 'models', 'runs'] as const)(
  '%s that cannot be read any more are told',
  async (name) => {
    const studio = createTestStudio();
    vi.spyOn(studio.records[name], 'damaged').mockResolvedValue(['a', 'b']);
    await loadStudio(studio);
    expect(studio.state()[name].status).toBe('ready');
    expect(studio.state().notices.items.map(({ failure }) => failure)).toEqual([
      { code: 'STORAGE_DAMAGED', details: { file: [`${name}/a`, `${name}/b`] } },
    ]);
  },
);
