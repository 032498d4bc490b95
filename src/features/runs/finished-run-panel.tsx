import type { ImportJob } from '../../state/remote';
import { FailureCard } from '../../ui/failure-card';
import { FileDrop } from '../../ui/file-drop';
import { OperationProgress } from '../../ui/operation-progress';
import { Panel } from '../../ui/panel';
import classes from './runs.module.css';

interface FinishedRunPanelProps {
  readonly jobs: readonly ImportJob[];
  readonly onOpen: (files: readonly File[]) => void;
  readonly onCancel: (jobId: string) => void;
  readonly onDismiss: (jobId: string) => void;
}

/** Takes in what a bundle's training left on a cluster. */
export function FinishedRunPanel({ jobs, onOpen, onCancel, onDismiss }: FinishedRunPanelProps) {
  return (
    <Panel
      title="Open a finished run"
      description="The folder that a bundle’s train.py wrote on a cluster, or a zip of it: with its curves, figures and weights it becomes a run like the others."
    >
      <div className={classes.finished}>
        {jobs.map((job) =>
          job.failure === null ? (
            <OperationProgress
              key={job.id}
              name={job.name}
              progress={job.progress}
              onCancel={() => onCancel(job.id)}
            />
          ) : (
            <FailureCard
              key={job.id}
              subject={job.name}
              failure={job.failure}
              onDismiss={() => onDismiss(job.id)}
            />
          ),
        )}
        <FileDrop
          compact
          title="Drop a folder or zip"
          label="Choose a zip"
          folderLabel="Choose a folder"
          accept=".zip"
          onFiles={onOpen}
        />
      </div>
    </Panel>
  );
}
