import { useStudio } from '../state/react';
import { FailureCard } from '../ui/failure-card';
import classes from './shell.module.css';

/** Failures that belong to no field, file or run: above the page until dismissed. */
export function Notices() {
  const items = useStudio((s) => s.notices.items);
  const dismiss = useStudio((s) => s.notices.dismiss);
  return (
    <div className={classes.notices}>
      {items.map((notice) => (
        <div key={notice.id} className={classes.notice}>
          <FailureCard failure={notice.failure} onDismiss={() => dismiss(notice.id)} />
        </div>
      ))}
    </div>
  );
}
