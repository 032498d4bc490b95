import { test as base } from '@playwright/test';
import { Studio } from '../pages/studio.ts';
import { type Watch, watch } from './watch.ts';

interface Fixtures {
  /** What the browser reports while the test runs. */
  readonly seen: Watch;
  /** A studio never used before, on its first page. */
  readonly studio: Studio;
}

export const test = base.extend<Fixtures>({
  seen: async ({ context, baseURL }, use) => {
    await use(watch(context, new URL(baseURL ?? '').origin));
  },
  // Depends on `seen`, so that the first request is seen too.
  studio: async ({ page, seen }, use) => {
    const studio = new Studio(page);
    // The page asks before it goes away from a run: here it may.
    page.on('dialog', (dialog) => void dialog.accept());
    await studio.open('/');
    await use(studio);
    base.expect(seen.consoleErrors, 'errors in the console').toEqual([]);
  },
});

export { expect } from '@playwright/test';
