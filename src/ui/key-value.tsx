/*
 * KeyValue: facts as a definition list, two columns that become one where it is narrow. Rows: [term, value].
 */
import { Fragment, type ReactNode } from 'react';
import { Help } from './help';
import classes from './key-value.module.css';

export interface KeyValueRow {
  readonly term: string;
  readonly value: ReactNode;
  readonly help?: string;
}

export function KeyValue({
  rows,
  label,
}: {
  readonly rows: readonly KeyValueRow[];
  readonly label?: string;
}) {
  return (
    <dl className={classes.list} aria-label={label}>
      {rows.map((row) => (
        <Fragment key={row.term}>
          <dt className={classes.term}>
            {row.term}
            {row.help !== undefined && <Help about={row.term}>{row.help}</Help>}
          </dt>
          <dd className={classes.value}>{row.value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
