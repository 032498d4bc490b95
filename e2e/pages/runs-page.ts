import type { Locator, Page } from 'playwright';
import { chooseFiles, type MadeFile } from './reach.ts';

/** The library of runs, beside the steps. */
export class RunsPage {
  constructor(private readonly page: Page) {}

  row(name: string): Locator {
    return this.page
      .getByRole('row')
      .filter({ has: this.page.getByRole('button', { name: `${name}: rename`, exact: true }) });
  }

  async resume(name: string): Promise<void> {
    await this.page.getByRole('button', { name: `Resume ${name}`, exact: true }).click();
  }

  /** Opens what a bundle's training left, as a zip. */
  async openFinished(zip: MadeFile): Promise<void> {
    await chooseFiles(this.page, this.page.getByRole('button', { name: 'Choose a zip', exact: true }), zip);
  }

  async open(name: string): Promise<void> {
    await this.page.getByRole('link', { name: `Open ${name}`, exact: true }).click();
  }
}
