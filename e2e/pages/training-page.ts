import type { Download, Locator, Page } from 'playwright';
import { type Descriptor, DESCRIPTORS } from '../../src/core/recipe/descriptors.ts';
import type { Recipe } from '../../src/core/recipe/recipe.ts';
import { parseCount, PATIENCE_MS, reach } from './reach.ts';

export type ComputeOn = 'Automatic' | 'WebGPU' | 'WASM';

export interface ShownProgress {
  readonly step: number;
  readonly totalSteps: number;
  readonly loss: string;
  readonly speed: string;
}

const all: readonly Descriptor[] = DESCRIPTORS;

/** The fourth step: settings, then the run. */
export class TrainingPage {
  readonly train: Locator;
  readonly pause: Locator;
  readonly resume: Locator;
  readonly saveNow: Locator;
  readonly stop: Locator;
  readonly resumeFrom: Locator;
  readonly finished: Locator;
  readonly progress: Locator;

  constructor(private readonly page: Page) {
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    this.train = button('Train');
    this.pause = button('Pause');
    this.resume = button('Resume');
    this.saveNow = button('Save now');
    this.stop = button('Stop');
    this.resumeFrom = page.getByRole('button', { name: /^Resume from step / });
    this.finished = page.getByText('Training is finished', { exact: true });
    this.progress = page.getByRole('region', { name: 'Progress', exact: true });
  }

  async computeOn(choice: ComputeOn): Promise<void> {
    await this.page
      .getByRole('radiogroup', { name: 'Compute on' })
      .getByText(choice, { exact: true })
      .click();
  }

  /** Writes the bundle of the set-up; the page hands it to the downloads. Throws `ShownError`. */
  async takeBundle(timeout: number): Promise<Download> {
    const panel = this.page.getByRole('region', { name: 'Or train it on a cluster' });
    const write = async () => {
      await panel.getByRole('button', { name: 'Write the bundle' }).click();
      await reach(panel.getByRole('button', { name: 'Download again' }), timeout);
    };
    const [download] = await Promise.all([this.page.waitForEvent('download', { timeout }), write()]);
    return download;
  }

  async choosePreset(label: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Preset' }).click();
    await this.page.getByRole('option', { name: label }).click();
  }

  /** Types hyper-parameters into the form; returns the labels of those that others switch off. */
  async setRecipe(recipe: Partial<Recipe>): Promise<string[]> {
    const fold = this.page.getByRole('button', { name: /^Advanced settings/ });
    if ((await fold.getAttribute('aria-expanded')) !== 'true') await fold.click();
    const refused: string[] = [];
    // In the order of the form: a choice that makes others possible stands before them.
    for (const descriptor of all) {
      const value = recipe[descriptor.key];
      if (value !== undefined && !(await this.setField(descriptor, value))) refused.push(descriptor.label);
    }
    return refused;
  }

  /** How long the run will take here, as the page says after a few measured steps. */
  async measure(): Promise<string> {
    const group = this.page.getByRole('group', { name: 'Time on this device' });
    await this.page.getByRole('button', { name: /^Measure/ }).click();
    await reach(group.getByRole('button', { name: 'Measure again' }), 180_000);
    return (await group.innerText()).split('\n').slice(0, -1).join(' · ');
  }

  /** Waits until rows are tokenized and the run is planned, then begins. Throws `ShownError`. */
  async begin(): Promise<void> {
    await reach(this.page.getByRole('button', { name: 'Train', exact: true, disabled: false }));
    await this.train.click();
    await reach(this.progress);
  }

  async shownProgress(): Promise<ShownProgress> {
    // One reading of the whole region: the page is at work, and this must cost it little.
    const text = await this.progress.innerText();
    const [, step = '0', totalSteps = '0'] = /step ([\d,]+) of ([\d,]+)/.exec(text) ?? [];
    const figure = (label: string) => new RegExp(`^${label}\\s*\\n(.+)$`, 'm').exec(text)?.[1] ?? '–';
    return {
      step: parseCount(step),
      totalSteps: parseCount(totalSteps),
      loss: figure('Loss'),
      speed: figure('Speed'),
    };
  }

  /** Waits until that many steps are done. Throws `ShownError`. */
  async reachStep(step: number, timeout: number = PATIENCE_MS): Promise<void> {
    const end = Date.now() + timeout;
    await reach(this.progress);
    while ((await this.shownProgress()).step < step) {
      if (Date.now() > end) throw new Error(`step ${step} was not reached in ${timeout} ms`);
      await reach(this.progress);
      await this.page.waitForTimeout(50);
    }
  }

  /** Throws `ShownError`. */
  async end(timeout: number): Promise<void> {
    await reach(this.finished, timeout);
  }

  private async setField(descriptor: Descriptor, value: Recipe[keyof Recipe]): Promise<boolean> {
    if (descriptor.kind === 'switch') {
      await this.page.getByRole('switch', { name: descriptor.label, exact: true }).setChecked(value === true);
      return true;
    }
    const role = descriptor.kind === 'number' ? 'spinbutton' : 'combobox';
    const field = this.page.getByRole(role, { name: descriptor.label, exact: true });
    const shown = await field.inputValue();
    if (descriptor.kind === 'choice') {
      const label = descriptor.options.find((option) => option.value === value)?.label ?? String(value);
      if (shown === label) return true;
      await field.click();
      await this.page.getByRole('option', { name: label, exact: true }).click();
      return true;
    }
    if (shown !== '' && Number(shown) === value) return true;
    if (shown === '' && value === null) return true;
    if (await field.isDisabled()) return false;
    await field.fill(value === null ? '' : String(value));
    return true;
  }
}
