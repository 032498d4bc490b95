import type { Locator } from 'playwright';
import { PATIENCE_MS, reach } from './reach.ts';

/** The way to the Hub, wherever it stands: a panel of the export step, a dialog of the data step. */
export class PushForm {
  constructor(readonly root: Locator) {}

  /** Throws `ShownError` where the token is refused. */
  async signIn(token: string): Promise<void> {
    await this.root.getByLabel('Access token').fill(token);
    await this.root.getByRole('button', { name: 'Sign in' }).click();
    await reach(this.root.getByText('Signed in as'), PATIENCE_MS);
  }

  /** To the page that says what would be sent. */
  async plan(name: string, into: 'New repository' | 'Existing repository'): Promise<void> {
    await this.root.getByRole('radio', { name: into }).check();
    await this.root.getByRole('textbox', { name: /name/ }).fill(name);
    await this.root.getByRole('button', { name: 'Show what would be sent' }).click();
    await reach(this.confirm, PATIENCE_MS);
  }

  get confirm(): Locator {
    return this.root.getByRole('button', { name: /^Push (\d|again)/ });
  }

  get files(): Locator {
    return this.root.getByRole('list', { name: 'Files that would be sent' }).getByRole('listitem');
  }

  get done(): Locator {
    return this.root.getByRole('status');
  }
}
