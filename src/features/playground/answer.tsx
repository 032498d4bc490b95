import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { AggregationStrategy, Prediction, TokenPrediction } from '../../core/contract/predictions';
import type { Task } from '../../core/contract/task';
import { formatCounted } from '../../core/units';
import type { Remote } from '../../state/remote';
import type { Attempt } from '../../state/slices/playground';
import { ScoreBars } from '../../ui/charts/score-bars';
import { EntityText } from '../../ui/entities/entity-text';
import { FailureCard } from '../../ui/failure-card';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { ProgressRow } from '../../ui/progress-row';
import { Entities, StrategyChoice } from './entity-answer';
import classes from './playground.module.css';
import { TokenTable } from './token-table';

interface AnswerProps {
  readonly attempt: Attempt;
  readonly task: Task;
  readonly strategy: AggregationStrategy;
  readonly onStrategy: (strategy: AggregationStrategy) => void;
}

/** The newest text with its answers: the tuned model, and the model before training beside it. */
export function Answer({ attempt, task, strategy, onStrategy }: AnswerProps) {
  const isTokens = task === 'token-classification';
  const asked = { text: attempt.text, task, strategy };
  return (
    <>
      <Panel
        title={isTokens ? 'Entities' : 'Scores'}
        description={isTokens ? undefined : <q className={classes.quote}>{attempt.text}</q>}
      >
        {isTokens ? <StrategyChoice strategy={strategy} onChange={onStrategy} /> : null}
        <div className={classes.sides} data-wide={isTokens || undefined} aria-live="polite">
          <Side {...asked} title="Fine-tuned" prediction={attempt.tuned} />
          {attempt.base.status === 'idle' ? null : (
            <Side
              {...asked}
              title="Before fine-tuning"
              prediction={attempt.base}
              note="The base model with a head that has learned nothing."
            />
          )}
        </div>
        <Reach prediction={attempt.tuned} />
      </Panel>
      <Tokens attempt={attempt} strategy={strategy} />
    </>
  );
}

interface SideProps {
  readonly title: string;
  /** What was asked. */
  readonly text: string;
  readonly prediction: Remote<Prediction>;
  readonly task: Task;
  readonly strategy: AggregationStrategy;
  readonly note?: string;
}

function Side({ note, ...asked }: SideProps) {
  const { title, text, task, prediction } = asked;
  return (
    <section className={classes.side} aria-label={title}>
      <h3 className={classes.sideTitle}>{title}</h3>
      {task === 'token-classification' && prediction.status !== 'ready' ? (
        <EntityText label="Text without entities yet" text={text} spans={[]} types={[]} />
      ) : null}
      <Reading {...asked} />
      {note === undefined ? null : <p className={classes.note}>{note}</p>}
    </section>
  );
}

function Reading({ title, prediction, strategy }: Omit<SideProps, 'note'>) {
  switch (prediction.status) {
    case 'ready': {
      const { value } = prediction;
      return value.task === 'text-classification' ? (
        <ScoreBars label={title} scores={value.scores} />
      ) : (
        <Entities title={title} prediction={value} strategy={strategy} />
      );
    }
    case 'failed':
      return <FailureCard failure={prediction.failure} />;
    case 'pending': {
      const isQueued = prediction.progress?.stage === 'waiting';
      return (
        <ProgressRow
          label={isQueued ? 'Waiting: answered between two training steps' : 'Computing'}
          share={null}
        />
      );
    }
    case 'idle':
      return <p className={classes.note}>Not asked.</p>;
  }
}

/** Says so where a text is longer than the model reads at once. */
function Reach({ prediction }: { readonly prediction: Remote<Prediction> }): ReactNode {
  if (prediction.status !== 'ready') return null;
  const { value } = prediction;
  if (value.task === 'text-classification') {
    return value.truncated ? (
      <Notice tone="warn">The text is longer than the model reads: only its beginning was scored.</Notice>
    ) : null;
  }
  return value.windows > 1 ? (
    <Notice>
      The text is longer than the model reads at once: it was read in{' '}
      {formatCounted(value.windows, 'overlapping part')}, put together as the pipeline does with a stride.
    </Notice>
  ) : null;
}

type SideName = 'tuned' | 'base';

/** The token table of one of the two models. */
function Tokens({ attempt, strategy }: Pick<AnswerProps, 'attempt' | 'strategy'>) {
  const [wanted, setWanted] = useState<SideName>('tuned');
  const tuned = tokensOf(attempt.tuned);
  const base = tokensOf(attempt.base);
  const shown = wanted === 'base' && base !== null ? base : tuned;
  if (shown === null) return null;
  return (
    <TokenTable
      key={`${attempt.id} ${wanted}`}
      prediction={shown}
      strategy={strategy}
      choice={
        base === null ? null : (
          <SegmentedControl
            size="xs"
            aria-label="Model of the token table"
            value={wanted}
            data={[
              { value: 'tuned', label: 'Fine-tuned' },
              { value: 'base', label: 'Before' },
            ]}
            onChange={setWanted}
          />
        )
      }
    />
  );
}

function tokensOf(prediction: Remote<Prediction>): TokenPrediction | null {
  return prediction.status === 'ready' && prediction.value.task === 'token-classification'
    ? prediction.value
    : null;
}
