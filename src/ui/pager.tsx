/*
 * Pager: previous / next over `total` rows, `size` at a time; `offset` is the first row shown (0-based).
 * Nothing is drawn when everything fits on one page.
 */
import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { formatCount } from '../core/units';
import classes from './pager.module.css';

export interface PagerProps {
  readonly label: string;
  readonly offset: number;
  readonly size: number;
  readonly total: number;
  readonly onChange: (offset: number) => void;
}

export function Pager({ label, offset, size, total, onChange }: PagerProps) {
  if (total <= size) return null;
  const last = Math.min(offset + size, total);
  return (
    <nav className={classes.pager} aria-label={`Pages of ${label}`}>
      <span>
        {formatCount(offset + 1)}–{formatCount(last)} of {formatCount(total)}
      </span>
      <ActionIcon
        variant="default"
        size="md"
        aria-label="Previous page"
        disabled={offset === 0}
        onClick={() => onChange(Math.max(0, offset - size))}
      >
        <IconChevronLeft size={16} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="md"
        aria-label="Next page"
        disabled={last >= total}
        onClick={() => onChange(offset + size)}
      >
        <IconChevronRight size={16} aria-hidden="true" />
      </ActionIcon>
    </nav>
  );
}

/** The first row to show where rows may have become fewer than `offset`: that of the last page, then. */
export function pageStart(offset: number, size: number, total: number): number {
  return offset < total ? offset : Math.max(0, Math.ceil(total / size) - 1) * size;
}
