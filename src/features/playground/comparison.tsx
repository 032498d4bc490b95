import { INFERENCE_DEVICE_NAMES, PRECISION_NAMES } from '../../core/catalog/precisions';
import type { AggregationStrategy } from '../../core/contract/predictions';
import { formatMilliseconds } from '../../core/units';
import type { Remote } from '../../state/remote';
import type { ExportedAnswer, TimedPrediction } from '../../state/slices/playground';
import { ToneIcon } from '../../ui/tone';
import { agreementOf } from './agreement';
import classes from './playground.module.css';

interface ComparisonProps {
  readonly tuned: Remote<TimedPrediction>;
  readonly exported: ExportedAnswer;
  readonly strategy: AggregationStrategy;
}

/** One line above two answers: whether they agree, and which was quicker. */
export function Comparison({ tuned, exported: { target, answer }, strategy }: ComparisonProps) {
  const statuses = [tuned.status, answer.status];
  if (statuses.includes('failed') || statuses.includes('idle')) return null;
  if (tuned.status !== 'ready' || answer.status !== 'ready') {
    return <p className={classes.comparison}>Compared as soon as both have answered.</p>;
  }
  const name = PRECISION_NAMES[target.precision];
  const { agrees, text } = agreementOf(tuned.value.prediction, answer.value.prediction, name, strategy);
  const [ours, theirs] = [tuned.value.milliseconds, answer.value.milliseconds];
  return (
    <p className={classes.comparison} role="status" data-agrees={agrees}>
      <ToneIcon tone={agrees ? 'good' : 'warn'} size={16} />
      <span>
        {text} {name} on {INFERENCE_DEVICE_NAMES[target.device]} took {formatMilliseconds(theirs)}, the studio{' '}
        {formatMilliseconds(ours)}.{' '}
        <span className={classes.aside}>The first answer of a model takes longer.</span>
      </span>
    </p>
  );
}
