/*
 * DataTable: rows of any kind as a real table: header that stays while the body scrolls, cells cut with their full
 * text in the title, numbers right-aligned. `caption` names it for assistive technology. Give `rowKey`; a column's
 * `cell` returns what is shown and `text` (optional) the full text for the title. Show at most a page of rows
 * (see Pager) – it does not virtualise.
 */
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly text?: (row: Row) => string;
  readonly align?: 'start' | 'end';
  /** CSS width; columns without one share what is left. */
  readonly width?: string;
  /** Left out where the window is narrow: for what is pleasant to know, not needed. */
  readonly wideOnly?: boolean;
  /** How the rows are sorted by this column now, where its header sorts. */
  readonly sort?: 'ascending' | 'descending' | undefined;
  /** Header cell of its row (the name of a thing). */
  readonly rowHeader?: boolean;
}

export interface DataTableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly maxHeight?: number;
  /** Least width before the table scrolls sideways instead of squeezing. */
  readonly minWidth?: number;
  /** The same in a narrow window, where columns marked `wideOnly` are gone. */
  readonly minWidthNarrow?: number;
  readonly selectedKey?: string | null;
}

export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  maxHeight,
  minWidth = 0,
  minWidthNarrow = minWidth,
  selectedKey = null,
}: DataTableProps<Row>) {
  const narrow = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  const shown = narrow ? columns.filter((column) => column.wideOnly !== true) : columns;
  return (
    <div
      className={classes.scroll}
      style={maxHeight === undefined ? {} : { maxHeight }}
      // A scrolling region must be reachable by keyboard.
      tabIndex={0}
      role="group"
      aria-label={`${caption}, scrollable`}
    >
      <table
        className={classes.table}
        style={{ minWidth: narrow ? minWidthNarrow : minWidth }}
        aria-label={caption}
      >
        <colgroup>
          {shown.map((column) => (
            <col key={column.key} style={column.width === undefined ? {} : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.key} scope="col" data-align={column.align} aria-sort={column.sort}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row);
            return (
              <tr key={key} aria-selected={key === selectedKey || undefined}>
                {shown.map((column) => {
                  const title = column.text?.(row);
                  const props = { 'data-align': column.align, ...(title === undefined ? {} : { title }) };
                  return column.rowHeader === true ? (
                    <th key={column.key} scope="row" {...props}>
                      {column.cell(row)}
                    </th>
                  ) : (
                    <td key={column.key} {...props}>
                      {column.cell(row)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
