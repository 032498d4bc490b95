import { defaultSumForm, SUM_FORMS, type SumForm } from '../sums/forms';
import { type FormedKernel, roundedUp } from '../trial/form';

/** A norm as the choice of its form sees it: [rows, columns]. */
export interface NormShape {
  readonly direction: 'forward' | 'backward';
  readonly rows: number;
  readonly columns: number;
}

export const ADD_NORM: FormedKernel<NormShape, SumForm> = {
  forms: SUM_FORMS,
  choiceKey: ({ direction, rows, columns }) => `add-norm/${direction}/${columns}/${roundedUp(rows)}`,
  defaultForm: (_, traits) => defaultSumForm(traits),
};
