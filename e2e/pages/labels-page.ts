import type { Locator, Page } from 'playwright';
import { reach } from './reach.ts';

export type TokenLabels = 'Label on the first token' | 'On all, B- then I-' | 'On all, the same';

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

  /** A sentence of the data as the model sees it: words over tokens over labels. */
  alignedSentence(row: number): Locator {
    return this.page
      .getByRole('list', { name: 'Sentences as the model sees them' })
      .locator(':scope > li')
      .filter({ has: this.page.getByText(`Row ${row}`, { exact: true }) });
  }

  /** A word of such a sentence with its tokens. */
  alignedWord(row: number, word: string): Locator {
    return this.alignedSentence(row)
      .getByRole('listitem')
      .filter({ has: this.page.getByText(word, { exact: true }) });
  }

  async labelTokens(choice: TokenLabels): Promise<void> {
    await this.page.getByLabel('Labels of a word’s tokens').selectOption(choice);
  }

  /** Throws `ShownError`. */
  async settled(): Promise<void> {
    await reach(this.next);
  }
}
