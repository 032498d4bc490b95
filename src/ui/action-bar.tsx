/*
 * ActionBar: a sentence or two, and the button that they lead to. With `live` what it says is read out as it changes.
 */
import type { ReactNode } from 'react';
import classes from './action-bar.module.css';

export interface ActionBarProps {
  readonly text: ReactNode;
  readonly live?: boolean;
  /** One button or link. */
  readonly children: ReactNode;
}

export function ActionBar({ text, live = false, children }: ActionBarProps) {
  return (
    <div className={classes.bar}>
      <div className={classes.text} role={live ? 'status' : undefined}>
        {text}
      </div>
      {children}
    </div>
  );
}
