import { Button } from '@mantine/core';
import { describeFailure } from '../../core/contract/error-messages';
import type { RunRecord } from '../../core/contract/run';
import { formatCount } from '../../core/units';
import { resumePoint } from '../../state/run-in-view';
import { Notice } from '../../ui/notice';
import { routeTo } from '../../ui/route';

/** Above the settings of the next run: the last one broke off, and where it can be gone on with. */
export function LastRun({ run }: { readonly run: RunRecord }) {
  const { name, failure, progress } = run;
  const point = resumePoint(run);
  return (
    <Notice
      tone="warn"
      title={`“${name}” ${failure === null ? 'was interrupted' : 'failed'} at step ${formatCount(progress.step)} of ${formatCount(progress.totalSteps)}`}
      action={
        <Button component="a" size="xs" variant="default" href={routeTo('train', run.id)}>
          Open the run
        </Button>
      }
    >
      {failure === null ? '' : `${describeFailure(failure).title}. `}
      {point === null ? '' : `It can go on from the checkpoint at step ${formatCount(point.step)}.`}
    </Notice>
  );
}
