/*
 * Status: the state of a thing as shape, colour and word. `StatusMark` is the shape alone (decoration); `Status`
 * shows it with its word. States: todo, ready, busy, paused, done, stopped, failed, blocked.
 */
import type { ReactNode } from 'react';
import classes from './status.module.css';

export type StatusState = 'todo' | 'ready' | 'busy' | 'paused' | 'done' | 'stopped' | 'failed' | 'blocked';

function Shape({ state }: { readonly state: StatusState }) {
  switch (state) {
    case 'done':
      return (
        <>
          <circle cx="8" cy="8" r="7" fill="currentColor" />
          <path
            d="m4.8 8.2 2.2 2.2 4.2-4.6"
            fill="none"
            stroke="var(--status-on, var(--tt-surface))"
            strokeWidth="1.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      );
    case 'failed':
      return (
        <>
          <circle cx="8" cy="8" r="7" fill="currentColor" />
          <path
            d="M8 4.4v4.2M8 11.2v.2"
            fill="none"
            stroke="var(--status-on, var(--tt-surface))"
            strokeWidth="1.7"
            strokeLinecap="round"
          />
        </>
      );
    case 'busy':
      return (
        <g className={classes.turning}>
          <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.25" />
          <path
            d="M8 2a6 6 0 0 1 6 6"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
          />
        </g>
      );
    case 'paused':
      return (
        <>
          <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6.4 5.6v4.8M9.6 5.6v4.8" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
        </>
      );
    case 'stopped':
      return (
        <>
          <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <rect x="5.7" y="5.7" width="4.6" height="4.6" rx="0.8" fill="currentColor" />
        </>
      );
    case 'ready':
      return (
        <>
          <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <circle cx="8" cy="8" r="3" fill="currentColor" />
        </>
      );
    case 'todo':
      return <circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case 'blocked':
      return (
        <circle
          cx="8"
          cy="8"
          r="6.4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="2.2 2.6"
        />
      );
  }
}

export function StatusMark({ state, size = 16 }: { readonly state: StatusState; readonly size?: number }) {
  return (
    <svg
      className={classes.mark}
      data-state={state}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <Shape state={state} />
    </svg>
  );
}

export function Status({ state, children }: { readonly state: StatusState; readonly children: ReactNode }) {
  return (
    <span className={classes.status}>
      <StatusMark state={state} size={14} />
      <span>{children}</span>
    </span>
  );
}
