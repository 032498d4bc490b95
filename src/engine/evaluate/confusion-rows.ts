import { CELL_ROWS, type RowReference } from '../../core/contract/run';
import type { ExampleSet } from '../data/example-set';

/** Where example i stands in the dataset; undefined where the data does not say which file it came from. */
export type RowOf = (example: number) => RowReference | undefined;

export function rowsOf(examples: ExampleSet, fileIds: readonly string[]): RowOf {
  return (example) => {
    const fileId = fileIds[examples.files[example] ?? -1];
    const row = examples.rows[example];
    return fileId === undefined || row === undefined ? undefined : { fileId, row };
  };
}

/** Gathers the rows behind the cells of a confusion, each row once a cell, the first `CELL_ROWS`. */
export class CellRows<Cell extends object> {
  private readonly byKey = new Map<string, { readonly cell: Cell; readonly rows: RowReference[] }>();
  private readonly last = new Map<string, number>();

  constructor(private readonly rowOf: RowOf) {}

  /** Examples come in their order. */
  add(cell: Cell, example: number): void {
    const key = JSON.stringify(cell);
    const row = this.rowOf(example);
    if (row === undefined || this.last.get(key) === example) return;
    this.last.set(key, example);
    const entry = this.byKey.get(key) ?? { cell, rows: [] };
    this.byKey.set(key, entry);
    if (entry.rows.length < CELL_ROWS) entry.rows.push(row);
  }

  get cells(): (Cell & { readonly rows: RowReference[] })[] {
    return [...this.byKey.values()].map(({ cell, rows }) => ({ ...cell, rows }));
  }
}
