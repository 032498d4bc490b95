import { Button, UnstyledButton } from '@mantine/core';
import type { Prediction } from '../../core/contract/predictions';
import { formatShare } from '../../core/units';
import type { Remote } from '../../state/remote';
import type { Attempt } from '../../state/slices/playground';
import { Panel } from '../../ui/panel';
import classes from './playground.module.css';

interface HistoryProps {
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  readonly onAgain: (text: string) => void;
  readonly onClear: () => void;
}

function verdict(prediction: Remote<Prediction>): string {
  if (prediction.status === 'pending') return 'waiting';
  if (prediction.status === 'failed') return 'failed';
  const value = prediction.status === 'ready' ? prediction.value : null;
  const best = value?.task === 'text-classification' ? value.scores[0] : undefined;
  return best === undefined ? '–' : `${best.label} ${formatShare(best.score)}`;
}

/** Earlier texts with their verdicts; choosing one puts it into the field again. */
export function History({ attempts, onAgain, onClear }: HistoryProps) {
  return (
    <Panel
      title="Earlier texts"
      flush
      actions={
        <Button size="xs" variant="subtle" onClick={onClear}>
          Clear
        </Button>
      }
    >
      <ul className={classes.history} aria-label="Earlier texts">
        {attempts.map((attempt) => (
          <li key={attempt.id}>
            <UnstyledButton className={classes.earlier} onClick={() => onAgain(attempt.text)}>
              <span className={classes.earlierText}>{attempt.text}</span>
              <span className={classes.verdict}>
                {verdict(attempt.tuned)}
                {attempt.base.status === 'idle' ? null : (
                  <span className={classes.before}>before: {verdict(attempt.base)}</span>
                )}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
