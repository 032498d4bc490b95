/*
 * FailureCard: a failure as core/contract/error-messages tells it: what happened, what to do, the code, and the
 * facts for a bug report behind a disclosure. role alert. `actions` are the ways out (retry, choose another …);
 * `onDismiss` adds a close button. `subject` says what failed ("titles.csv").
 */
import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { describeFailure } from '../core/contract/error-messages';
import type { Failure } from '../core/contract/errors';
import { CopyButton } from './copy-button';
import classes from './failure-card.module.css';
import { ToneIcon } from './tone';

export interface FailureCardProps {
  readonly failure: Failure;
  readonly subject?: string;
  readonly actions?: ReactNode;
  readonly onDismiss?: (() => void) | undefined;
}

/** Without its capital, unless it begins with a name like WebAssembly. */
const inSentence = (title: string): string =>
  title.replace(/^[A-Z](?=[a-z]*\b)/, (first) => first.toLowerCase());

export function FailureCard({ failure, subject, actions, onDismiss }: FailureCardProps) {
  const { title, message, next } = describeFailure(failure);
  const facts = JSON.stringify(failure.details, null, 2);
  return (
    <div className={classes.card} role="alert">
      <span className={classes.icon}>
        <ToneIcon tone="bad" size={20} />
      </span>
      <div className={classes.content}>
        <p className={classes.title}>{subject === undefined ? title : `${subject}: ${inSentence(title)}`}</p>
        <p className={classes.text}>{message}</p>
        <p className={classes.text}>{next}</p>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
        <details className={classes.details}>
          <summary>
            Code <code>{failure.code}</code>
          </summary>
          <pre>{facts}</pre>
          <CopyButton value={`${failure.code} ${facts}`} label="Copy for a bug report" />
        </details>
      </div>
      {onDismiss !== undefined && (
        <CloseButton aria-label={`Dismiss: ${title}`} onClick={onDismiss} size="sm" />
      )}
    </div>
  );
}
