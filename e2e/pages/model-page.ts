import type { Locator, Page } from 'playwright';
import { chooseFiles, type Files, PATIENCE_MS, reach } from './reach.ts';

/** The third step: the encoder. */
export class ModelPage {
  readonly next: Locator;

  constructor(private readonly page: Page) {
    this.next = page.getByRole('link', { name: 'Continue to training' });
  }

  /** Facts of the model in use, in a region named by it. */
  chosen(name: string): Locator {
    return this.page.getByRole('region', { name }).filter({ hasText: 'The chosen model' });
  }

  async useStarter(): Promise<void> {
    const card = this.page
      .getByRole('region', { name: 'Built-in starter' })
      .filter({ hasText: 'comes with' });
    const inUse = card.getByRole('button', { name: 'In use' });
    // The studio fetches it by itself on the first visit.
    await reach(inUse.or(card.getByRole('button', { name: 'Use the starter', disabled: false })));
    if ((await inUse.count()) === 0) await card.getByRole('button', { name: 'Use the starter' }).click();
    await reach(inUse);
  }

  async chooseFolder(folder: string): Promise<void> {
    await chooseFiles(this.page, this.enabled('Choose a folder'), folder);
  }

  async chooseZip(zip: Files): Promise<void> {
    await chooseFiles(this.page, this.enabled('Choose a zip'), zip);
  }

  async download(repo: string): Promise<void> {
    await this.page.getByLabel('Model id').fill(repo);
    await this.enabled('Download').click();
  }

  /** Waits until the model just asked for is in use. Throws `ShownError`. */
  async arrived(name: string, timeout: number = PATIENCE_MS): Promise<void> {
    await reach(this.chosen(name), timeout);
  }

  private enabled(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true, disabled: false });
  }
}
