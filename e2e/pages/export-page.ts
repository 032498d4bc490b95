import type { Download, Page } from 'playwright';
import { reach } from './reach.ts';

/** The seventh step: the model as a zip. */
export class ExportPage {
  constructor(private readonly page: Page) {}

  /** Writes the zip; the page hands it to the downloads. Throws `ShownError`. */
  async takeHome(timeout: number): Promise<Download> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download', { timeout }),
      this.write(timeout),
    ]);
    return download;
  }

  private async write(timeout: number): Promise<void> {
    await this.page.getByRole('button', { name: /^Export the / }).click();
    await reach(this.page.getByRole('button', { name: 'Download again' }), timeout);
  }
}
