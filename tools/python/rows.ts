import { openAsBlob } from 'node:fs';
import { csvFormat } from '../../src/engine/data/formats/csv/csv.ts';

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** Rows `first` (from 1) and on of a CSV with columns text and label, in the file's order. Throws when it is shorter. */
export async function readRows(path: string, first: number, count: number): Promise<LabelledText[]> {
  const file = await openAsBlob(path);
  const table = await csvFormat.open(file, await csvFormat.detect(file));
  const column = (name: string) => table.columns.indexOf(name);
  const rows: LabelledText[] = [];
  let row = 0;
  for await (const batch of table.batches()) {
    for (const { cells } of batch.rows) {
      row += 1;
      if (row < first) continue;
      const text = cells[column('text')];
      const label = cells[column('label')];
      if (!text?.trim() || !label) throw new Error(`${path}: row ${row} lacks text or label`);
      rows.push({ text, label });
      if (rows.length === count) return rows;
    }
  }
  throw new Error(`${path}: no row ${first + count - 1}`);
}
