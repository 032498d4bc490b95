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

/** An entity as the list shows it: characters are counted as Python counts them. */
export interface ShownEntity {
  /** A type, or with strategy "none" a tag. */
  readonly label: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** In full precision. */
  readonly score: number;
}

export interface ShownEntities {
  readonly tuned: readonly ShownEntity[];
  readonly base: readonly ShownEntity[];
}

export type Strategy = 'none' | 'simple' | 'first' | 'average' | 'max';

/** The form in which a predicted file is taken home. */
export type ResultFormat = 'CSV, its columns kept' | 'JSON lines, with spans' | 'CoNLL, words with tags';

const share = z.coerce.number().min(0).max(1);
const place = z
  .string()
  .regex(/^\d+–\d+$/)
  .transform((text) => text.split('–').map(Number));

/** The sixth step: texts of one's own. */
export class PlaygroundPage {
  readonly text: Locator;
  private readonly entities: Locator;

  constructor(private readonly page: Page) {
    this.text = page.getByRole('textbox', { name: 'Text', exact: true });
    this.entities = page.getByRole('region', { name: 'Entities', exact: true });
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

  /** Asks for the entities of a text, under the strategy chosen so far. Throws `ShownError`. */
  async findEntities(text: string, timeout: number = PATIENCE_MS): Promise<ShownEntities> {
    await this.text.fill(text);
    await this.page.getByRole('button', { name: 'Find entities' }).click();
    // The answer of an earlier text is gone with the click; each of the two new ones brings its button.
    await reach(this.entities.getByRole('button', { name: 'Copy as JSON' }).nth(1), timeout);
    return this.shownEntities();
  }

  /** Entities of the newest text under another strategy; nothing is asked again. */
  async aggregate(strategy: Strategy): Promise<ShownEntities> {
    await this.entities
      .getByRole('radiogroup', { name: 'Aggregation strategy' })
      .getByText(strategy, { exact: true })
      .click();
    return this.shownEntities();
  }

  /** Marked stretches of the text with their labels: "Zachary Raicik", "PER". */
  async marks(): Promise<readonly { readonly text: string; readonly label: string }[]> {
    const marks = await this.entities.getByRole('region', { name: 'Fine-tuned' }).locator('mark').all();
    return Promise.all(
      marks.map(async (mark) => {
        const label = await mark.locator('span').innerText();
        const whole = (await mark.textContent()) ?? '';
        return { text: whole.slice(0, whole.length - label.length), label };
      }),
    );
  }

  /** The table of tokens: a line a token, a column a strategy. */
  tokens(): Locator {
    return this.page.getByRole('table', { name: 'Tokens', exact: true });
  }

  /** How the entities of a file are put together and taken home; after the file was chosen. */
  async shapeResult(format: ResultFormat, strategy: Strategy): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Result as' }).click();
    await this.page.getByRole('option', { name: format, exact: true }).click();
    await this.page.getByRole('combobox', { name: 'Aggregation', exact: true }).click();
    await this.page.getByRole('option', { name: strategy, exact: true }).click();
  }

  async chooseFile(files: Files): Promise<void> {
    await chooseFiles(
      this.page,
      this.page.getByRole('button', { name: /^Choose (file to predict|another file)$/ }),
      files,
    );
  }

  /** Predicts the chosen file and takes the result from the page's download. Throws `ShownError`. */
  async predict(timeout: number = PATIENCE_MS): Promise<string> {
    await this.page.getByRole('button', { name: 'Predict file' }).click();
    const save = this.page.getByRole('button', { name: 'Download the file' });
    await reach(save, timeout);
    const [download] = await Promise.all([this.page.waitForEvent('download'), save.click()]);
    return readFile(await download.path(), 'utf8');
  }

  /** Predicts the rows of a table and takes the resulting CSV from the page's download. Throws `ShownError`. */
  async predictFile(files: Files, timeout: number = PATIENCE_MS): Promise<string> {
    await this.chooseFile(files);
    return this.predict(timeout);
  }

  private async shownEntities(): Promise<ShownEntities> {
    return { tuned: await this.listed('Fine-tuned'), base: await this.listed('Before fine-tuning') };
  }

  private async listed(side: string): Promise<ShownEntity[]> {
    const table = this.entities
      .getByRole('region', { name: side })
      .getByRole('table', { name: `Entities, ${side}` });
    // In one go: a long text has hundreds.
    const rows = await table.locator('tbody tr').evaluateAll((each) =>
      each.map((row) => ({
        text: row.querySelector('th')?.textContent ?? '',
        cells: Array.from(row.querySelectorAll('td'), (cell) => cell.textContent ?? ''),
        score: row.querySelector('data')?.value,
      })),
    );
    return rows.map(({ text, cells: [label = '', where = ''], score }) => {
      const [start = 0, end = 0] = place.parse(where);
      return { label, text, start, end, score: share.parse(score) };
    });
  }

  private async scores(answer: Locator, side: string, timeout: number): Promise<ShownScore[]> {
    const list = answer.getByRole('region', { name: side }).getByRole('list', { name: side });
    await reach(list, timeout);
    const meters = await list.getByRole('meter').all();
    return Promise.all(
      meters.map(async (meter) => ({
        label: (await meter.getAttribute('aria-label')) ?? '',
        score: share.parse(await meter.getAttribute('aria-valuenow')),
      })),
    );
  }
}
