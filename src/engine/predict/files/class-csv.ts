import type { TableRow } from '../../../core/contract/dataset';
import type { TextPrediction } from '../../../core/contract/predictions';
import { predictionCsv } from '../../data/prediction-csv';
import { BYTE_ORDER_MARK, type ResultFile, textOf } from './result-file';

/** A CSV that keeps the columns of its table and adds label and scores. */
export function classCsv(
  table: { readonly columns: readonly string[]; readonly text: number },
  labels: readonly string[],
  predict: (texts: readonly string[]) => Promise<readonly TextPrediction[]>,
): ResultFile {
  const csv = predictionCsv(table.columns, labels);
  return {
    extension: '.csv',
    head: `${BYTE_ORDER_MARK}${csv.header}`,
    async lines(rows) {
      const usable = rows.filter(({ cells }) => textOf(cells, table.text) !== '');
      const predictions = await predict(usable.map(({ cells }) => textOf(cells, table.text)));
      const scores = new Map<TableRow, TextPrediction['scores']>(
        usable.map((row, i) => [row, predictions[i]?.scores ?? []]),
      );
      return {
        text: rows.map((row) => csv.row(row.cells, scores.get(row) ?? null)).join(''),
        skipped: rows.length - usable.length,
      };
    },
  };
}
