import { PRECISION_NAMES } from '../../core/catalog/precisions';
import { PRECISIONS } from '../../core/contract/export';
import type { Task } from '../../core/contract/task';
import { boundText } from './certificate-words';
import classes from './certificate.module.css';

/** What each file will have to keep to, before there is one. */
export function CertificateBounds({ task }: { readonly task: Task }) {
  const metric = task === 'text-classification' ? 'accuracy' : 'f1';
  return (
    <dl className={classes.bounds} aria-label="Bounds">
      {PRECISIONS.map((precision) => (
        <div key={precision}>
          <dt>{PRECISION_NAMES[precision]}</dt>
          <dd>{boundText(precision, metric)}</dd>
        </div>
      ))}
    </dl>
  );
}
