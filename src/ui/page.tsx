/*
 * Page: the frame of one step. `title` is the h1 (focused after navigation by the shell), `lead` one sentence under
 * it, `actions` on its right, `next` the bar at the end (usually a NextStep).
 */
import type { ReactNode } from 'react';
import classes from './page.module.css';

export interface PageProps {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly next?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, lead, actions, next, children }: PageProps) {
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <h1 className={classes.title} tabIndex={-1} data-page-title>
            {title}
          </h1>
          {lead !== undefined && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={classes.body}>{children}</div>
      {next !== undefined && <div className={classes.next}>{next}</div>}
    </div>
  );
}
