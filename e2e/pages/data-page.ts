import type { Locator, Page } from 'playwright';
import type { Task } from '../../src/core/contract/task.ts';
import { chooseFiles, type Files, reach } from './reach.ts';

export type ColumnRole = 'Not used' | 'Text' | 'Second text' | 'Label' | 'Split';
export type FileUse = 'Divide into splits' | 'All for training' | 'All for validation' | 'All for testing';

/** The first step: files, columns, splits. */
export class DataPage {
  readonly next: Locator;

  constructor(private readonly page: Page) {
    this.next = page.getByRole('link', { name: 'Continue to labels' });
  }

  async choose(files: Files): Promise<void> {
    await chooseFiles(this.page, this.page.getByRole('button', { name: 'Choose files', exact: true }), files);
  }

  /** Says what the model learns, where the studio did not see it by itself. */
  async setTask(task: Task): Promise<void> {
    const choice = this.page.getByRole('radiogroup', { name: 'What the model learns' });
    const label = task === 'text-classification' ? 'Labels of texts' : 'Entities in texts';
    if (await choice.getByRole('radio', { name: label, exact: true }).isChecked()) return;
    await choice.getByText(label, { exact: true }).click();
  }

  async paste(rows: string, name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Paste rows' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Paste rows' });
    await dialog.getByLabel('Rows').fill(rows);
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Use these rows' }).click();
  }

  /** A further file of the dataset, used as told. */
  async addFile(files: Files, name: string, use: FileUse): Promise<void> {
    const fields = this.page.getByRole('combobox', { name: `Use of ${name}`, exact: true });
    const known = await fields.count();
    await chooseFiles(this.page, this.page.getByRole('button', { name: 'Add a file', exact: true }), files);
    // The newest stands last, whatever the others are called.
    await reach(fields.nth(known));
    const field = fields.nth(known);
    await field.selectOption(use);
  }

  /** Says what numbers in place of tags mean, as it is pasted. */
  async nameTags(names: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Paste the names' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Names of numbers' });
    await dialog.getByLabel('Names', { exact: true }).fill(names);
    await dialog.getByRole('button', { name: 'Use these names' }).click();
  }

  role(column: string): Locator {
    return this.page.getByRole('combobox', { name: `Role of column ${column}`, exact: true });
  }

  async setRole(column: string, role: ColumnRole): Promise<void> {
    await this.role(column).selectOption(role);
  }

  /** Percent of the rows held back for validation and for testing. */
  async setShares(validation: number, test: number): Promise<void> {
    await this.page.getByLabel('Validation share').fill(String(validation));
    await this.page.getByLabel('Test share').fill(String(test));
  }

  /** The table of rows that are not used; not there when all are. */
  leftOut(): Locator {
    return this.page.getByRole('table', { name: 'Rows left out' });
  }

  /** Waits until columns and splits are settled. Throws `ShownError`. */
  async settled(): Promise<void> {
    await reach(this.next);
  }
}
