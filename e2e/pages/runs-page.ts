import type { Locator, Page } from 'playwright';

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

  async open(name: string): Promise<void> {
    await this.page.getByRole('link', { name: `Open ${name}`, exact: true }).click();
  }
}
