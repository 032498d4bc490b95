import type { Locator, Page } from 'playwright';
import { reach } from './reach.ts';

/** The second step: names of the labels. */
export class LabelsPage {
  readonly next: Locator;

  constructor(private readonly page: Page) {
    this.next = page.getByRole('link', { name: 'Continue to model' });
  }

  row(label: string): Locator {
    return this.page
      .getByRole('table', { name: 'Labels' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('button', { name: `${label}: rename`, exact: true }) });
  }

  async rename(label: string, name: string): Promise<void> {
    await this.page.getByRole('button', { name: `${label}: rename`, exact: true }).click();
    const field = this.page.getByLabel(/^Name of label \d+$/);
    await field.fill(name);
    await field.press('Enter');
    await this.row(name).waitFor();
  }

  async merge(labels: readonly string[], into: string): Promise<void> {
    for (const label of labels) {
      await this.page.getByRole('checkbox', { name: `Select ${label}`, exact: true }).check();
    }
    await this.page.getByRole('button', { name: `Merge ${labels.length} labels` }).click();
    const dialog = this.page.getByRole('dialog', { name: `Merge ${labels.length} labels` });
    await dialog.getByLabel('Name of the merged label').fill(into);
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await this.row(into).waitFor();
  }

  async leaveOut(label: string): Promise<void> {
    await this.page.getByRole('button', { name: `Leave out ${label}`, exact: true }).click();
  }

  /** Throws `ShownError`. */
  async settled(): Promise<void> {
    await reach(this.next);
  }
}
