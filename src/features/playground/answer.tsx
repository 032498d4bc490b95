import type { Prediction } from '../../core/contract/predictions';
import type { Remote } from '../../state/remote';
import type { Attempt } from '../../state/slices/playground';
import { ScoreBars } from '../../ui/charts/score-bars';
import { FailureCard } from '../../ui/failure-card';
import { Notice } from '../../ui/notice';
import { Panel } from '../../ui/panel';
import { ProgressRow } from '../../ui/progress-row';
import classes from './playground.module.css';

/** The newest text with its scores: the tuned model, and the model before training beside it. */
export function Answer({ attempt }: { readonly attempt: Attempt }) {
  const wasCut =
    attempt.tuned.status === 'ready' &&
    attempt.tuned.value.task === 'text-classification' &&
    attempt.tuned.value.truncated;
  return (
    <Panel title="Scores" description={<q className={classes.quote}>{attempt.text}</q>}>
      <div className={classes.sides} aria-live="polite">
        <Side title="Fine-tuned" prediction={attempt.tuned} />
        {attempt.base.status === 'idle' ? null : (
          <Side
            title="Before fine-tuning"
            prediction={attempt.base}
            note="The base model with a head that has learned nothing."
          />
        )}
      </div>
      {wasCut ? (
        <Notice tone="warn">The text is longer than the model reads: only its beginning was scored.</Notice>
      ) : null}
    </Panel>
  );
}

interface SideProps {
  readonly title: string;
  readonly prediction: Remote<Prediction>;
  readonly note?: string;
}

function Side({ title, prediction, note }: SideProps) {
  return (
    <section className={classes.side} aria-label={title}>
      <h3 className={classes.sideTitle}>{title}</h3>
      <Scores title={title} prediction={prediction} />
      {note === undefined ? null : <p className={classes.note}>{note}</p>}
    </section>
  );
}

function Scores({ title, prediction }: { readonly title: string; readonly prediction: Remote<Prediction> }) {
  switch (prediction.status) {
    case 'ready':
      return prediction.value.task === 'text-classification' ? (
        <ScoreBars label={title} scores={prediction.value.scores} />
      ) : null;
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
