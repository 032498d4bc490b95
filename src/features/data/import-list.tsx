import type { ImportJob } from '../../state/remote';
import { FailureCard } from '../../ui/failure-card';
import { OperationProgress } from '../../ui/operation-progress';
import { Panel } from '../../ui/panel';

interface ImportListProps {
  readonly jobs: readonly ImportJob[];
  readonly onCancel: (jobId: string) => void;
  readonly onDismiss: (jobId: string) => void;
}

/** Files on their way in, and those that could not be read. */
export function ImportList({ jobs, onCancel, onDismiss }: ImportListProps) {
  const running = jobs.filter((job) => job.failure === null);
  return (
    <>
      {jobs.map(
        (job) =>
          job.failure !== null && (
            <FailureCard
              key={job.id}
              subject={job.name}
              failure={job.failure}
              onDismiss={() => onDismiss(job.id)}
            />
          ),
      )}
      {running.length > 0 && (
        <Panel title="Reading">
          {running.map((job) => (
            <OperationProgress
              key={job.id}
              name={job.name}
              progress={job.progress}
              onCancel={() => onCancel(job.id)}
            />
          ))}
        </Panel>
      )}
    </>
  );
}
