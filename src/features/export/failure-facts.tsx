import { describeFailure } from '../../core/contract/error-messages';
import type { Failure } from '../../core/contract/errors';
import { formatBytes } from '../../core/units';
import classes from './certificate.module.css';

interface FailureFactsProps {
  readonly failure: Failure;
  readonly sizeBytes: number;
}

/** Why a file of the zip could not be measured: a finding among others, not an alarm. */
export function FailureFacts({ failure, sizeBytes }: FailureFactsProps) {
  const { message, next } = describeFailure(failure);
  return (
    <div className={classes.unopened}>
      <p>{message}</p>
      <p>{next}</p>
      <p>
        <code>{failure.code}</code>, {formatBytes(sizeBytes)}
      </p>
    </div>
  );
}
