import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright';
import { z } from 'zod';
import { chooseFiles, type Files, PATIENCE_MS, reach } from './reach.ts';

/** A label and its score, as Hugging Face's text-classification pipeline returns it. */
export interface ShownScore {
  readonly label: string;
  readonly score: number;
}

export interface ShownAnswer {
  readonly tuned: readonly ShownScore[];
  readonly base: readonly ShownScore[];
}

const meterValue = z.coerce.number().min(0).max(1);

/** The sixth step: texts of one's own. */
export class PlaygroundPage {
  readonly text: Locator;

  constructor(private readonly page: Page) {
    this.text = page.getByRole('textbox', { name: 'Text', exact: true });
  }

  /** Classifies a text; scores in full precision, best first. Throws `ShownError`. */
  async classify(text: string, timeout: number = PATIENCE_MS): Promise<ShownAnswer> {
    await this.text.fill(text);
    await this.page.getByRole('button', { name: 'Classify' }).click();
    const answer = this.page
      .getByRole('region', { name: 'Scores', exact: true })
      .filter({ hasText: text.trim() });
    return {
      tuned: await this.scores(answer, 'Fine-tuned', timeout),
      base: await this.scores(answer, 'Before fine-tuning', timeout),
    };
  }

  /** Predicts the rows of a table and takes the resulting CSV from the page's download. Throws `ShownError`. */
  async predictFile(files: Files, timeout: number = PATIENCE_MS): Promise<string> {
    await chooseFiles(
      this.page,
      this.page.getByRole('button', { name: 'Choose file to predict', exact: true }),
      files,
    );
    await this.page.getByRole('button', { name: 'Predict file' }).click();
    const save = this.page.getByRole('button', { name: 'Download CSV' });
    await reach(save, timeout);
    const [download] = await Promise.all([this.page.waitForEvent('download'), save.click()]);
    return readFile(await download.path(), 'utf8');
  }

  private async scores(answer: Locator, side: string, timeout: number): Promise<ShownScore[]> {
    const list = answer.getByRole('region', { name: side }).getByRole('list', { name: side });
    await reach(list, timeout);
    const meters = await list.getByRole('meter').all();
    return Promise.all(
      meters.map(async (meter) => ({
        label: (await meter.getAttribute('aria-label')) ?? '',
        score: meterValue.parse(await meter.getAttribute('aria-valuenow')),
      })),
    );
  }
}
