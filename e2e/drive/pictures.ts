import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';

const WIDE = { width: 1280, height: 860 };
const NARROW = { width: 360, height: 780 };

/** Pictures of screens, each light, dark and narrow; without a folder nothing is taken. */
export class Pictures {
  private count = 0;

  constructor(
    private readonly page: Page,
    private readonly folder: string | null,
  ) {
    if (folder !== null) mkdirSync(folder, { recursive: true });
  }

  get areTaken(): boolean {
    return this.folder !== null;
  }

  async take(name: string): Promise<void> {
    if (this.folder === null) return;
    this.count += 1;
    const stem = `${String(this.count).padStart(2, '0')}-${name}`;
    for (const look of ['light', 'dark', 'narrow'] as const) {
      await this.page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
      const size = look === 'narrow' ? NARROW : WIDE;
      await this.page.setViewportSize(size);
      // Charts follow the size of their place a moment later.
      await this.page.waitForTimeout(400);
      // As tall as the page, so that what sticks to the window's edges stands at its ends.
      const height = await this.page.evaluate(() => document.documentElement.scrollHeight);
      await this.page.setViewportSize({ ...size, height: Math.max(size.height, height) });
      await this.page.screenshot({ path: join(this.folder, `${stem}-${look}.png`) });
    }
    await this.page.emulateMedia({ colorScheme: 'light' });
    await this.page.setViewportSize(WIDE);
  }
}
