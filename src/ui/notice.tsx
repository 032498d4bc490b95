/*
 * Notice: one thing worth knowing, inline, with an icon by its tone. `action` is what to do about it. With `live`
 * it is announced when it appears (role status; alert for "bad").
 */
import type { ReactNode } from 'react';
import classes from './notice.module.css';
import { type Tone, ToneIcon } from './tone';

export interface NoticeProps {
  readonly tone?: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly live?: boolean;
}

export function Notice({ tone = 'note', title, children, action, live = false }: NoticeProps) {
  const role = live ? (tone === 'bad' ? 'alert' : 'status') : undefined;
  return (
    <div className={classes.notice} data-tone={tone} {...(role === undefined ? {} : { role })}>
      <span className={classes.icon}>
        <ToneIcon tone={tone} />
      </span>
      <div className={classes.body}>
        <div className={classes.content}>
          {title !== undefined && <p className={classes.title}>{title}</p>}
          {children !== undefined && <div className={classes.text}>{children}</div>}
        </div>
        {action !== undefined && action !== false && <div className={classes.action}>{action}</div>}
      </div>
    </div>
  );
}
