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
      await this.page.setViewportSize(look === 'narrow' ? NARROW : WIDE);
      // Charts follow the size of their place a moment later.
      await this.page.waitForTimeout(400);
      await this.page.screenshot({ path: join(this.folder, `${stem}-${look}.png`), fullPage: true });
    }
    await this.page.emulateMedia({ colorScheme: 'light' });
    await this.page.setViewportSize(WIDE);
  }
}
