/*
 * ProgressRow: long work: what is going on, how far, how long it will still take, and a way to stop it. `share` is
 * null while unknown (an indeterminate bar). `detail` holds the figures ("12.1 of 90.9 MB"); `secondsLeft` null hides
 * the time left without moving anything.
 */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatDuration, formatShare } from '../core/units';
import classes from './progress-row.module.css';

export interface ProgressRowProps {
  readonly label: string;
  readonly share: number | null;
  readonly detail?: ReactNode;
  readonly secondsLeft?: number | null;
  readonly onCancel?: (() => void) | undefined;
  readonly cancelLabel?: string;
}

export function ProgressRow({
  label,
  share,
  detail,
  secondsLeft = null,
  onCancel,
  cancelLabel = 'Cancel',
}: ProgressRowProps) {
  const clamped = share === null ? null : Math.max(0, Math.min(1, share));
  return (
    <div className={classes.row}>
      <div className={classes.main}>
        <div className={classes.text}>
          <span className={classes.label}>{label}</span>
          <span className={classes.figures}>
            <span>{detail}</span>{' '}
            {clamped !== null && <span className={classes.share}>{formatShare(clamped, 0)}</span>}
          </span>
        </div>
        <div
          className={classes.track}
          role="progressbar"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          {...(clamped === null ? {} : { 'aria-valuenow': Math.round(clamped * 100) })}
        >
          <div
            className={clamped === null ? classes.wandering : classes.bar}
            style={clamped === null ? {} : { transform: `scaleX(${clamped})` }}
          />
        </div>
        <div className={classes.left}>
          {secondsLeft === null ? '\u00a0' : `about ${formatDuration(secondsLeft)} left`}
        </div>
      </div>
      {onCancel !== undefined && (
        <Button variant="default" size="xs" onClick={onCancel} aria-label={`${cancelLabel}: ${label}`}>
          {cancelLabel}
        </Button>
      )}
    </div>
  );
}
