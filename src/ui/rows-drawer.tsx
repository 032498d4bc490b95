/*
 * RowsDrawer: the rows of the data behind a figure, a page of them at a time, at the right of the screen. `RowList` and
 * `RowItem` are the list in it: where a row stands, then what is said about it.
 */
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatCount } from '../core/units';
import { Pager } from './pager';
import classes from './rows-drawer.module.css';

export interface RowsDrawerProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What the rows have in common. */
  readonly lead: ReactNode;
  readonly offset: number;
  /** Rows shown at once. */
  readonly size: number;
  readonly total: number;
  readonly onOffset: (offset: number) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function RowsDrawer(props: RowsDrawerProps) {
  const { isOpen, title, lead, offset, size, total, onOffset, onClose, children } = props;
  return (
    <Drawer
      opened={isOpen}
      position="right"
      size="lg"
      title={title}
      classNames={{ title: classes.title ?? '' }}
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={onClose}
    >
      <div className={classes.page}>
        <p className={classes.lead}>{lead}</p>
        {children}
        <Pager label="rows" offset={offset} size={size} total={total} onChange={onOffset} />
      </div>
    </Drawer>
  );
}

export function RowList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ol className={classes.list} aria-label={label}>
      {children}
    </ol>
  );
}

export interface RowItemProps {
  /** From 1. */
  readonly row: number;
  /** null until it is known. */
  readonly fileName: string | null;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function RowItem({ row, fileName, action, children }: RowItemProps) {
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <p className={classes.place}>
          Row {formatCount(row)}
          {fileName === null ? '' : `, ${fileName}`}
        </p>
        {action}
      </div>
      {children}
    </li>
  );
}
