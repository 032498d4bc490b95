import { Button } from '@mantine/core';
import { IconStopwatch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Plan, Probe } from '../../core/contract/api';
import type { PreparedData } from '../../core/contract/dataset';
import type { Recipe } from '../../core/recipe/recipe';
import { formatCount, formatDuration, formatMagnitude, formatNumber, formatShare } from '../../core/units';
import { type Remote, valueOf } from '../../state/remote';
import { FailureCard } from '../../ui/failure-card';
import { KeyValue, type KeyValueRow } from '../../ui/key-value';
import { OperationProgress } from '../../ui/operation-progress';
import { Panel } from '../../ui/panel';
import { WarningCard } from '../../ui/warning-card';
import { deviceName } from './device-text';
import { CutSentences } from './cut-sentences';
import { MemoryPlan } from './memory-plan';
import classes from './setup.module.css';

interface PlanPanelProps {
  readonly recipe: Recipe;
  readonly prepared: Remote<PreparedData>;
  readonly plan: Remote<Plan>;
  /** Of the dataset's files, by id. */
  readonly fileName: (fileId: string) => string;
  readonly probe: Remote<Probe>;
  readonly onMeasure: () => void;
  readonly onCancelMeasure: () => void;
  readonly onRetry: () => void;
}

/** What the run will take: rows, parameters, steps, memory, and on demand its time on this device. */
export function PlanPanel(props: PlanPanelProps) {
  return (
    <Panel title="Before you start" description="Worked out for this data, model and settings.">
      <div className={classes.plan}>
        <PlanBody {...props} />
      </div>
    </Panel>
  );
}

function PlanBody({
  recipe,
  prepared,
  plan,
  probe,
  fileName,
  onMeasure,
  onCancelMeasure,
  onRetry,
}: PlanPanelProps): ReactNode {
  const retry = (
    <Button size="xs" variant="default" onClick={onRetry}>
      Try again
    </Button>
  );
  if (prepared.status === 'failed') return <FailureCard failure={prepared.failure} actions={retry} />;
  if (plan.status === 'failed') return <FailureCard failure={plan.failure} actions={retry} />;
  const data = valueOf(prepared);
  const planned = valueOf(plan);
  if (data === null) {
    const progress = prepared.status === 'pending' ? prepared.progress : null;
    return <OperationProgress name="texts" progress={progress} />;
  }
  if (planned === null) return <OperationProgress name="the plan" progress={null} />;
  const isUpdating = prepared.status === 'pending' || plan.status === 'pending';
  return (
    <>
      <div className={classes.planned} aria-busy={isUpdating}>
        <KeyValue label="Plan" rows={[...dataRows(data), ...planRows(planned, recipe)]} />
        <MemoryPlan memory={planned.memory} />
      </div>
      <ProbeResult probe={probe} onMeasure={onMeasure} onCancel={onCancelMeasure} />
      {planned.warnings.map((warning) => (
        <WarningCard key={`${warning.code}${JSON.stringify(warning.details)}`} warning={warning} />
      ))}
      <CutSentences splits={data.splits} fileName={fileName} />
    </>
  );
}

function dataRows({ splits }: PreparedData): KeyValueRow[] {
  const { train, validation, test } = splits;
  const cut = [train, validation, test].reduce((sum, split) => sum + (split?.truncated ?? 0), 0);
  return [
    {
      term: 'Rows',
      value: `${formatCount(train.examples)} train · ${formatCount(validation?.examples ?? 0)} validation · ${formatCount(test?.examples ?? 0)} test`,
    },
    {
      term: 'Length',
      value: `${formatNumber(Math.round((train.tokens / Math.max(1, train.examples)) * 10) / 10)} tokens on average, ${cut === 0 ? 'none cut' : `${formatCount(cut)} cut`}`,
      help: 'Tokens with special tokens. Texts beyond the max length are cut.',
    },
  ];
}

function planRows(plan: Plan, recipe: Recipe): KeyValueRow[] {
  const trained = plan.parameterCount === 0 ? 0 : plan.trainableCount / plan.parameterCount;
  const warmup =
    plan.warmupSteps === 0 || recipe.lrSchedulerType === 'constant'
      ? 'no warm-up'
      : `${formatCount(plan.warmupSteps)} of them warm-up`;
  return [
    { term: 'Parameters', value: formatMagnitude(plan.parameterCount) },
    {
      term: 'Trained',
      value: trained === 1 ? 'all' : `${formatMagnitude(plan.trainableCount)} (${formatShare(trained)})`,
    },
    {
      term: 'Steps',
      value: `${formatCount(plan.totalSteps)}, ${warmup}`,
      help: `${formatCount(plan.stepsPerEpoch)} optimizer steps make an epoch.`,
    },
  ];
}

interface ProbeResultProps {
  readonly probe: Remote<Probe>;
  readonly onMeasure: () => void;
  readonly onCancel: () => void;
}

function ProbeResult({ probe, onMeasure, onCancel }: ProbeResultProps) {
  if (probe.status === 'pending') {
    return (
      <OperationProgress name="a few steps on this device" progress={probe.progress} onCancel={onCancel} />
    );
  }
  const button = (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconStopwatch size={15} aria-hidden="true" />}
      onClick={onMeasure}
    >
      {probe.status === 'ready' ? 'Measure again' : 'Measure the time'}
    </Button>
  );
  if (probe.status === 'failed') return <FailureCard failure={probe.failure} actions={button} />;
  return (
    <div className={classes.probe} role="group" aria-label="Time on this device">
      <div className={classes.probeText}>
        {probe.status === 'ready' ? (
          <>
            <strong>About {formatDuration(probe.value.seconds)}</strong>
            <span>
              {formatCount(Math.round(probe.value.tokensPerSecond))} tokens/s ·{' '}
              {formatNumber(Math.round(probe.value.stepMs))} ms a step
            </span>
            <span>{deviceName(probe.value.device)}</span>
          </>
        ) : (
          <>
            <strong>How long will it take?</strong>
            <span>A few steps on this device tell, in seconds.</span>
          </>
        )}
      </div>
      {button}
    </div>
  );
}
