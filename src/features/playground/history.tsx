import { Button, UnstyledButton } from '@mantine/core';
import type { AggregationStrategy, TextPrediction, TokenPrediction } from '../../core/contract/predictions';
import { formatShare } from '../../core/units';
import type { Remote } from '../../state/remote';
import type { Attempt, TimedPrediction } from '../../state/slices/playground';
import { Panel } from '../../ui/panel';
import classes from './playground.module.css';
import { sidesOf } from './sides';

interface HistoryProps {
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  readonly strategy: AggregationStrategy;
  readonly onAgain: (text: string) => void;
  readonly onClear: () => void;
}

function verdict(answer: Remote<TimedPrediction>, strategy: AggregationStrategy): string {
  switch (answer.status) {
    case 'idle':
      return '–';
    case 'pending':
      return 'waiting';
    case 'failed':
      return 'failed';
    case 'ready': {
      const { prediction } = answer.value;
      return prediction.task === 'text-classification'
        ? bestOf(prediction)
        : entitiesOf(prediction, strategy);
    }
  }
}

function bestOf({ scores: [best] }: TextPrediction): string {
  return best === undefined ? '–' : `${best.label} ${formatShare(best.score)}`;
}

/** Entities named before the rest is counted. */
const NAMED = 2;

function entitiesOf({ text, entities }: TokenPrediction, strategy: AggregationStrategy): string {
  const found = entities[strategy];
  if (found.length === 0) return 'no entities';
  const named = found.slice(0, NAMED).map(({ start, end, label }) => `${text.slice(start, end)} ${label}`);
  const rest = found.length - named.length;
  return rest === 0 ? named.join(', ') : `${named.join(', ')} and ${rest} more`;
}

/** Earlier texts with their verdicts; choosing one puts it into the field again. */
export function History({ attempts, strategy, onAgain, onClear }: HistoryProps) {
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
                {verdict(attempt.tuned, strategy)}
                {sidesOf(attempt)
                  .filter(({ id }) => id === 'other')
                  .map(({ short, answer }) => (
                    <span key={short} className={classes.before}>
                      {short}: {verdict(answer, strategy)}
                    </span>
                  ))}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
