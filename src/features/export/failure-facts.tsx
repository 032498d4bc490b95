import { describeFailure } from '../../core/contract/error-messages';
import type { Failure } from '../../core/contract/errors';
import { formatBytes } from '../../core/units';
import classes from './certificate.module.css';

interface FailureFactsProps {
  readonly failure: Failure;
  /** null where there is no file. */
  readonly sizeBytes: number | null;
}

/** Why a file of the zip could not be made or measured: a finding among others, not an alarm. */
export function FailureFacts({ failure, sizeBytes }: FailureFactsProps) {
  const { message, next } = describeFailure(failure);
  return (
    <div className={classes.unopened}>
      <p>{message}</p>
      <p>{next}</p>
      <p>
        <code>{failure.code}</code>
        {sizeBytes === null ? '' : `, ${formatBytes(sizeBytes)}`}
      </p>
    </div>
  );
}
