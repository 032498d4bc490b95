import { formatShare } from '../../core/units';
import classes from './score-bars.module.css';

interface ScoreBarsProps {
  /** What the scores are of, for the list's name. */
  readonly label: string;
  /** Best first; scores of 0…1. */
  readonly scores: readonly { readonly label: string; readonly score: number }[];
  /** Most bars shown; the rest is summed up in one line. */
  readonly limit?: number;
}

/** Class scores as horizontal bars with their figures; the best is set off by weight, not by colour alone. */
export function ScoreBars({ label, scores, limit = 8 }: ScoreBarsProps) {
  const shown = scores.slice(0, limit);
  const rest = scores.slice(limit);
  return (
    <div className={classes.root}>
      <ul className={classes.list} aria-label={label}>
        {shown.map((entry, rank) => (
          <li key={entry.label} className={classes.row} data-best={rank === 0 || undefined}>
            <span className={classes.name} title={entry.label}>
              {entry.label}
            </span>
            <span
              className={classes.track}
              role="meter"
              aria-label={entry.label}
              aria-valuemin={0}
              aria-valuemax={1}
              aria-valuenow={entry.score}
              aria-valuetext={formatShare(entry.score)}
            >
              <span className={classes.bar} style={{ width: `${entry.score * 100}%` }} />
            </span>
            <span className={classes.figure}>{formatShare(entry.score)}</span>
          </li>
        ))}
      </ul>
      {rest.length === 0 ? null : (
        <p className={classes.rest}>
          {rest.length} more {rest.length === 1 ? 'label' : 'labels'},{' '}
          {formatShare(rest.reduce((sum, { score }) => sum + score, 0))} together
        </p>
      )}
    </div>
  );
}
