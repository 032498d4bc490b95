import type { Locator, Page } from 'playwright';
import { reach, valueOfTerm } from './reach.ts';

export type ShownSplit = 'Validation' | 'Test';

/** The fifth step: how good the model is. */
export class EvaluationPage {
  readonly result: Locator;

  constructor(private readonly page: Page) {
    this.result = page.getByRole('region', { name: 'Result', exact: true });
  }

  async show(split: ShownSplit): Promise<void> {
    await this.page.getByRole('radiogroup', { name: 'Split' }).getByText(split, { exact: true }).click();
  }

  /** Scores the rows of a split with the best weights. Throws `ShownError`. */
  async evaluate(split: ShownSplit, timeout: number): Promise<void> {
    await this.show(split);
    const button = this.page.getByRole('button', { name: 'Evaluate now', disabled: false });
    await button.click();
    await reach(button, timeout);
    await reach(this.result.getByText(`${split.toLowerCase()} split`));
  }

  /** A figure as it is shown: "Accuracy" → "93.8 %". */
  figure(label: string): Promise<string | null> {
    return valueOfTerm(this.result, label);
  }

  /** Precision, recall, F1 and number of each entity type, as they are shown. */
  types(): Locator {
    return this.page.getByRole('table', { name: 'Scores of each type' });
  }

  /** What became of the entities: exactly right, wrong boundary, wrong type, missed, invented. */
  entityConfusion(): Locator {
    return this.page.getByRole('region', { name: 'Entities found, missed and invented' });
  }

  /** Opens the rows behind a figure: /PER not found/, /“ham” taken for “spam”/. Throws `ShownError`. */
  async openRows(figure: RegExp): Promise<Locator> {
    await this.page.getByRole('button', { name: figure }).click();
    const drawer = this.page.getByRole('dialog', { name: figure });
    await reach(drawer.getByRole('list', { name: 'Rows' }));
    return drawer;
  }

  confusionMatrix(): Locator {
    return this.page.getByRole('region', { name: 'Confusion matrix', exact: true });
  }
}
