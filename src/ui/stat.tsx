/*
 * Stat: one figure with its label and unit. StatRow: several side by side, wrapping, equal widths (a dl).
 * The value is a string, formatted with core/units.
 */
import type { ReactNode } from 'react';
import { Help } from './help';
import classes from './stat.module.css';

export interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly unit?: string;
  readonly note?: ReactNode;
  readonly help?: string;
}

export function Stat({ label, value, unit, note, help }: StatProps) {
  return (
    <div className={classes.stat}>
      <dt className={classes.label}>
        {label}
        {help !== undefined && <Help about={label}>{help}</Help>}
      </dt>
      <dd className={classes.value}>
        {value}
        {unit !== undefined && <span className={classes.unit}>{`\u00a0${unit}`}</span>}
      </dd>
      {note !== undefined && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}

export function StatRow({ children, label }: { readonly children: ReactNode; readonly label?: string }) {
  return (
    <dl className={classes.row} aria-label={label}>
      {children}
    </dl>
  );
}
