/*
 * Loading: what a page shows while its content is on the way. It appears only after a moment, so that quick loads do
 * not flicker.
 */
import classes from './loading.module.css';
import { ProgressRow } from './progress-row';

export function Loading({ label }: { readonly label: string }) {
  return (
    <div className={classes.loading}>
      <ProgressRow label={label} share={null} />
    </div>
  );
}
