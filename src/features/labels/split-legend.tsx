import { SPLIT_NAMES } from '../../core/contract/task';
import { SPLIT_COLORS, SPLIT_LABELS } from '../../ui/splits';
import classes from './labels.module.css';

/** What the colours of the bars mean. */
export function SplitLegend() {
  return (
    <span className={classes.legend}>
      {SPLIT_NAMES.map((split) => (
        <span key={split}>
          <i style={{ background: SPLIT_COLORS[split] }} aria-hidden="true" />
          {SPLIT_LABELS[split]}
        </span>
      ))}
    </span>
  );
}
