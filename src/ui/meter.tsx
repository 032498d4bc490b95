/*
 * Meter: a thin bar for a share of a whole (0…1), decoration beside a figure in words. Meter with several `parts`
 * stacks them; give each its own colour (var(--tt-cat-1) …) and say the figures in text as well.
 */
import classes from './meter.module.css';

export interface MeterPart {
  readonly key: string;
  readonly share: number;
  readonly color: string;
}

export function Meter({ parts }: { readonly parts: readonly MeterPart[] }) {
  return (
    <div className={classes.track} aria-hidden="true">
      {parts.map((part) => (
        <span
          key={part.key}
          className={classes.part}
          style={{ width: `${Math.max(0, Math.min(1, part.share)) * 100}%`, background: part.color }}
        />
      ))}
    </div>
  );
}
