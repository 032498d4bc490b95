import { Anchor, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Warning } from '../../core/contract/events';
import type { RunRecord } from '../../core/contract/run';
import { isLive } from '../../core/contract/run-state';
import { formatCount } from '../../core/units';
import type { OpenRun } from '../../state/slices/runs';
import { EditableTitle } from '../../ui/editable-title';
import { NextStep } from '../../ui/next-step';
import { Page } from '../../ui/page';
import { routeTo } from '../../ui/route';
import { WarningCard } from '../../ui/warning-card';
import { EvaluationTable } from './evaluation-table';
import { type RunActions, RunControls } from './run-controls';
import { RunCharts, type RunCurves } from './run-charts';
import { RunOutcome } from './run-outcome';
import { type LatestValues, RunProgress } from './run-progress';
import classes from './run.module.css';

export interface RunViewProps extends RunActions {
  readonly run: RunRecord;
  readonly pending: OpenRun['pending'];
  readonly isElsewhere: boolean;
  /** Whether another run holds the device. */
  readonly isBlocked: boolean;
  readonly warnings: readonly Warning[];
  readonly curves: RunCurves;
  readonly onRename: (name: string) => void;
  readonly onResumeRun: () => void;
  readonly onCopySettings: () => void;
  readonly onNewRun: () => void;
  readonly onDismissWarning: (code: Warning['code']) => void;
}

const WAITING: Readonly<Record<NonNullable<OpenRun['pending']>, string>> = {
  start: 'Getting ready.',
  pause: 'Pausing at the end of this step.',
  resume: 'Going on.',
  checkpoint: 'Saving at the end of this step.',
  stop: 'Stopping at the end of this step.',
};

function latest({ loss, gradNorm, learningRate }: RunCurves): LatestValues {
  return { loss: loss.last, gradNorm: gradNorm.last, learningRate: learningRate.last };
}

function next(run: RunRecord): ReactNode {
  if (isLive(run.status)) return undefined;
  if (run.checkpoints.length === 0) return undefined;
  return (
    <NextStep href={routeTo('evaluate', run.id)} label="Evaluate">
      See how good it is, label by label; then try it in the{' '}
      <Anchor inherit href={routeTo('playground', run.id)}>
        playground
      </Anchor>{' '}
      or{' '}
      <Anchor inherit href={routeTo('export', run.id)}>
        take it home
      </Anchor>
      .
    </NextStep>
  );
}

/** One run, live or ended: how far it is, its curves, its evaluations, and what to do next. */
export function RunView(props: RunViewProps) {
  const { run, pending, warnings, curves } = props;
  const { spec, status } = run;
  const live = isLive(status) && !props.isElsewhere;
  return (
    <Page
      title={<EditableTitle value={run.name} label="Run name" onSave={props.onRename} />}
      lead={`${spec.modelName} on ${spec.datasetName}, ${formatCount(spec.data.splits.train.examples)} training rows.`}
      actions={
        live ? (
          <RunControls {...props} status={status} pending={pending} />
        ) : (
          <Button variant="default" onClick={props.onNewRun}>
            New run
          </Button>
        )
      }
      next={next(run)}
    >
      <RunOutcome {...props} />
      <div className={classes.advice}>
        {warnings.map((warning) => (
          <WarningCard
            key={warning.code}
            warning={warning}
            live
            onDismiss={() => props.onDismissWarning(warning.code)}
          />
        ))}
      </div>
      <RunProgress run={run} latest={latest(curves)} waiting={pending === null ? null : WAITING[pending]} />
      <RunCharts spec={spec} bestStep={run.best?.step ?? null} curves={curves} />
      <EvaluationTable
        evaluations={run.evaluations}
        best={run.best}
        task={spec.task}
        strategy={spec.recipe.evalStrategy}
      />
    </Page>
  );
}
