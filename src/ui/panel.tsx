/*
 * Panel: a titled card, a region named by its title. `flush` drops the padding of the body (tables, lists);
 * `actions` stand right of the title; `footer` below a line.
 */
import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

export interface PanelProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  readonly flush?: boolean;
  readonly children?: ReactNode;
}

export function Panel({ title, description, actions, footer, flush = false, children }: PanelProps) {
  const titleId = useId();
  return (
    <section className={classes.panel} aria-labelledby={titleId}>
      <header className={classes.header}>
        <div className={classes.heading}>
          <h2 id={titleId} className={classes.title}>
            {title}
          </h2>
          {description !== undefined && <p className={classes.description}>{description}</p>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children !== undefined && <div className={flush ? classes.flush : classes.body}>{children}</div>}
      {footer !== undefined && <footer className={classes.footer}>{footer}</footer>}
    </section>
  );
}
