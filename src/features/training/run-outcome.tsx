import { Anchor, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { EVALUATION_METRICS } from '../../core/catalog/metrics';
import type { Checkpoint, RunRecord } from '../../core/contract/run';
import { formatCount, formatNumber, formatShare } from '../../core/units';
import { resumePoint, wasInterrupted } from '../../state/run-in-view';
import { FailureCard } from '../../ui/failure-card';
import { Notice } from '../../ui/notice';
import { routeTo } from '../../ui/route';

interface RunOutcomeProps {
  readonly run: RunRecord;
  readonly isElsewhere: boolean;
  /** Whether another run holds the device, so that this one must wait. */
  readonly isBlocked: boolean;
  readonly onResumeRun: () => void;
  readonly onCopySettings: () => void;
}

function bestSentence({ best }: RunRecord): string {
  if (best === null) return '';
  const metric = EVALUATION_METRICS.find(({ key }) => key === best.metric);
  const format = metric?.format === 'share' ? formatShare : formatNumber;
  return ` Best on the validation rows: ${metric?.label ?? best.metric} ${format(best.value)} at step ${formatCount(best.step)}.`;
}

/** Where it was trained, if not here. */
function trainedOn({ cluster }: RunRecord): string {
  if (cluster === null) return '';
  const { device, processes, software } = cluster;
  const version =
    software['transformers'] === undefined ? '' : ` with transformers ${software['transformers']}`;
  return ` on ${processes > 1 ? `${formatCount(processes)} × ` : ''}${device}${version}`;
}

/** What has become of a run that is not training, and what can be done with it. */
export function RunOutcome({
  run,
  isElsewhere,
  isBlocked,
  onResumeRun,
  onCopySettings,
}: RunOutcomeProps): ReactNode {
  const { status, failure, progress } = run;
  const point = resumePoint(run);
  const resume =
    point === null || isBlocked ? null : (
      <Button size="xs" onClick={onResumeRun}>
        Resume from step {formatCount(point.step)}
      </Button>
    );
  const again = (
    <Button size="xs" variant="default" onClick={onCopySettings}>
      Use these settings again
    </Button>
  );
  if (isElsewhere) {
    return (
      <Notice title="Another tab is training this run">
        It can be watched and controlled there; here it is only shown as it was when this page was opened.
      </Notice>
    );
  }
  if (status === 'failed' && failure !== null) {
    return (
      <FailureCard
        failure={failure}
        actions={
          <>
            {resume}
            {again}
          </>
        }
      />
    );
  }
  if (status === 'completed') {
    return (
      <Notice tone="good" live title="Training is finished" action={again}>
        {formatCount(progress.step)} steps{trainedOn(run)}.{bestSentence(run)}
      </Notice>
    );
  }
  if (status === 'stopped' || status === 'idle') {
    const wasCut = wasInterrupted(run);
    const kept =
      point === null
        ? 'There is no checkpoint yet, so it begins again from the start.'
        : wasCut
          ? `The page went away before it was saved again: training goes on from the checkpoint at step ${formatCount(point.step)}.`
          : 'The model as it is can be used, and training can go on.';
    return (
      <Notice
        tone="note"
        live
        title={`${wasCut ? 'Interrupted' : 'Stopped'} at step ${formatCount(progress.step)} of ${formatCount(progress.totalSteps)}`}
        action={
          <>
            {resume}
            {again}
          </>
        }
      >
        {kept}
        {bestSentence(run)}
      </Notice>
    );
  }
  return status === 'paused' ? <Paused run={run} point={point} /> : null;
}

/** A pause saves what was learned; one that a full disk made could not. */
function Paused({ run, point }: { readonly run: RunRecord; readonly point: Checkpoint | null }) {
  const { step } = run.progress;
  const title = `Paused at step ${formatCount(step)}`;
  if (point === null || point.step < step) {
    const otherwise =
      point === null ? 'begins again from the start' : `goes back to step ${formatCount(point.step)}`;
    return (
      <Notice tone="warn" live title={`${title}, not saved`}>
        There was no room for a checkpoint, so only this tab has the newest weights: closing it {otherwise}.
        Make room, then resume: they are saved first.
      </Notice>
    );
  }
  return (
    <Notice live title={title}>
      A checkpoint is written: you may resume, close the tab, or try the model in the{' '}
      <Anchor inherit href={routeTo('playground', run.id)}>
        playground
      </Anchor>
      .
    </Notice>
  );
}
