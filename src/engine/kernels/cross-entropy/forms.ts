import { defaultSumForm, SUM_FORMS, type SumForm } from '../sums/forms';
import { type FormedKernel, roundedUp } from '../trial/form';

/** Logits [rows, classes]. */
export interface LossShape {
  readonly rows: number;
  readonly classes: number;
}

export const CROSS_ENTROPY: FormedKernel<LossShape, SumForm> = {
  forms: SUM_FORMS,
  choiceKey: ({ rows, classes }) => `cross-entropy/${classes}/${roundedUp(rows)}`,
  defaultForm: (_, traits) => defaultSumForm(traits),
};
