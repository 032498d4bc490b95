/*
 * WarningCard: advice from core/contract/warning-messages: what was noticed and what helps. `action` and `onDismiss`
 * are optional; `live` announces it when it appears.
 */
import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Warning } from '../core/contract/events';
import { describeWarning } from '../core/contract/warning-messages';
import { Notice } from './notice';

export interface WarningCardProps {
  readonly warning: Warning;
  readonly action?: ReactNode;
  readonly onDismiss?: (() => void) | undefined;
  readonly live?: boolean;
}

export function WarningCard({ warning, action, onDismiss, live = false }: WarningCardProps) {
  const { title, message, next } = describeWarning(warning);
  return (
    <Notice
      tone="warn"
      title={title}
      live={live}
      action={
        <>
          {action}
          {onDismiss !== undefined && (
            <CloseButton aria-label={`Dismiss: ${title}`} size="sm" onClick={onDismiss} />
          )}
        </>
      }
    >
      {message} {next}
    </Notice>
  );
}
