import type { Page } from 'playwright';
import { DataPage } from './data-page.ts';
import { EvaluationPage } from './evaluation-page.ts';
import { ExportPage } from './export-page.ts';
import { LabelsPage } from './labels-page.ts';
import { ModelPage } from './model-page.ts';
import { PlaygroundPage } from './playground-page.ts';
import { RunsPage } from './runs-page.ts';
import { TrainingPage } from './training-page.ts';

export const STEPS = [
  'Data',
  'Labels',
  'Model',
  'Train',
  'Evaluate',
  'Playground',
  'Export',
  'Runs',
] as const;
export type Step = (typeof STEPS)[number];

/** The studio as a person sees it: its steps, each with what can be done there. */
export class Studio {
  readonly data: DataPage;
  readonly labels: LabelsPage;
  readonly model: ModelPage;
  readonly training: TrainingPage;
  readonly evaluation: EvaluationPage;
  readonly playground: PlaygroundPage;
  readonly export: ExportPage;
  readonly runs: RunsPage;

  constructor(readonly page: Page) {
    this.data = new DataPage(page);
    this.labels = new LabelsPage(page);
    this.model = new ModelPage(page);
    this.training = new TrainingPage(page);
    this.evaluation = new EvaluationPage(page);
    this.playground = new PlaygroundPage(page);
    this.export = new ExportPage(page);
    this.runs = new RunsPage(page);
  }

  /** Opens the studio where `address` says, and waits for its first page. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  async goTo(step: Step): Promise<void> {
    const link = this.page
      .getByRole('navigation', { name: 'Steps' })
      .getByRole('link', { name: step, exact: true });
    await link.click();
    await this.page.getByRole('heading', { level: 1 }).waitFor();
  }
}
