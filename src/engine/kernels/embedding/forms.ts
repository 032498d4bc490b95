import { COLUMN_CHUNK } from '../sums/order';
import { defaultSumForm, IN_REGISTERS, SUM_FORMS, type SumForm } from '../sums/forms';
import { type FormedKernel, roundedUp } from '../trial/form';

/** The gradient of a table [tableRows, columns], as the choice of its form sees it, of a batch of `rows` tokens. */
export interface TableShape {
  readonly tableRows: number;
  readonly rows: number;
  readonly columns: number;
}

export const EMBEDDING_GRADIENT: FormedKernel<TableShape, SumForm> = {
  forms: SUM_FORMS,
  choiceKey: ({ tableRows, rows, columns }) => `embedding/${tableRows}x${columns}/${roundedUp(rows)}`,
  // Where the segments are many and short there are lanes enough, and more would find nothing to do.
  defaultForm: ({ tableRows, rows }, traits) =>
    rows < COLUMN_CHUNK * tableRows ? IN_REGISTERS : defaultSumForm(traits),
};
