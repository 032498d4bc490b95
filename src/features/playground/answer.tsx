import type { ReactNode } from 'react';
import type { AggregationStrategy } from '../../core/contract/predictions';
import type { Task } from '../../core/contract/task';
import { formatCounted, formatMilliseconds } from '../../core/units';
import type { Remote } from '../../state/remote';
import type { Attempt, TimedPrediction } from '../../state/slices/playground';
import { ScoreBars } from '../../ui/charts/score-bars';
import { EntityText } from '../../ui/entities/entity-text';
import { FailureCard } from '../../ui/failure-card';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { ProgressRow } from '../../ui/progress-row';
import { AnswerTokens } from './answer-tokens';
import { Comparison } from './comparison';
import { Entities, StrategyChoice } from './entity-answer';
import classes from './playground.module.css';
import { type AnswerSide, sidesOf } from './sides';

interface AnswerProps {
  readonly attempt: Attempt;
  readonly task: Task;
  readonly strategy: AggregationStrategy;
  readonly onStrategy: (strategy: AggregationStrategy) => void;
}

/** The newest text with its answers: the tuned model's, and beside it an exported file's or those before training. */
export function Answer({ attempt, task, strategy, onStrategy }: AnswerProps) {
  const isTokens = task === 'token-classification';
  const asked = { text: attempt.text, task, strategy, isTimed: attempt.exported !== null };
  const sides = sidesOf(attempt);
  return (
    <>
      <Panel
        title={isTokens ? 'Entities' : 'Scores'}
        description={isTokens ? undefined : <q className={classes.quote}>{attempt.text}</q>}
      >
        {isTokens ? <StrategyChoice strategy={strategy} onChange={onStrategy} /> : null}
        {attempt.exported === null ? null : (
          <Comparison tuned={attempt.tuned} exported={attempt.exported} strategy={strategy} />
        )}
        <div className={classes.sides} data-wide={isTokens || undefined} aria-live="polite">
          {sides.map((side) => (
            <Side key={side.id} {...asked} side={side} />
          ))}
        </div>
        <Reach answer={attempt.tuned} />
      </Panel>
      {isTokens ? <AnswerTokens attemptId={attempt.id} sides={sides} strategy={strategy} /> : null}
    </>
  );
}

interface SideProps {
  readonly side: AnswerSide;
  /** What was asked. */
  readonly text: string;
  readonly task: Task;
  readonly strategy: AggregationStrategy;
  /** Whether its time can be set beside the other's. */
  readonly isTimed: boolean;
}

function Side({ side, text, task, strategy, isTimed }: SideProps) {
  const { title, answer, note } = side;
  return (
    <section className={classes.side} aria-label={title}>
      <h3 className={classes.sideTitle}>
        {title}
        {isTimed && answer.status === 'ready' ? (
          <data className={classes.time} value={answer.value.milliseconds}>
            {formatMilliseconds(answer.value.milliseconds)}
          </data>
        ) : null}
      </h3>
      {task === 'token-classification' && answer.status !== 'ready' ? (
        <EntityText label="Text without entities yet" text={text} spans={[]} types={[]} />
      ) : null}
      <Reading title={title} answer={answer} strategy={strategy} />
      {note === null ? null : <p className={classes.note}>{note}</p>}
    </section>
  );
}

interface ReadingProps {
  readonly title: string;
  readonly answer: Remote<TimedPrediction>;
  readonly strategy: AggregationStrategy;
}

function Reading({ title, answer, strategy }: ReadingProps) {
  switch (answer.status) {
    case 'ready': {
      const { prediction } = answer.value;
      return prediction.task === 'text-classification' ? (
        <ScoreBars label={title} scores={prediction.scores} />
      ) : (
        <Entities title={title} prediction={prediction} strategy={strategy} />
      );
    }
    case 'failed':
      return <FailureCard failure={answer.failure} />;
    case 'pending': {
      const isQueued = answer.progress?.stage === 'waiting';
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
function Reach({ answer }: { readonly answer: Remote<TimedPrediction> }): ReactNode {
  if (answer.status !== 'ready') return null;
  const { prediction } = answer.value;
  if (prediction.task === 'text-classification') {
    return prediction.truncated ? (
      <Notice tone="warn">The text is longer than the model reads: only its beginning was scored.</Notice>
    ) : null;
  }
  return prediction.windows > 1 ? (
    <Notice>
      The text is longer than the model reads at once: it was read in{' '}
      {formatCounted(prediction.windows, 'overlapping part')}, put together as the pipeline does with a
      stride.
    </Notice>
  ) : null;
}
