import { EVALUATION_METRICS } from '../core/catalog/metrics';
import type { OperationEvent } from '../core/contract/events';
import type { Evaluation, RunRecord } from '../core/contract/run';
import { formatCounted, formatDuration, formatNumber, formatShare } from '../core/units';
import { chosenDataset, chosenModel, liveRun, setupBlock, type SetupBlock } from '../state/selectors';
import type { StudioState } from '../state/studio-state';
import type { PanelId } from './panel-ids';

/** The state of a step in one line. */
export interface StepStatus {
  readonly state: 'todo' | 'ready' | 'busy' | 'paused' | 'done' | 'failed' | 'blocked';
  readonly line: string;
}

function percent(progress: OperationEvent | null): string {
  if (progress === null || progress.total === null || progress.total === 0) return '';
  return `, ${formatShare(progress.done / progress.total, 0)}`;
}

function dataStatus(state: StudioState): StepStatus {
  const running = state.datasets.imports.find((job) => job.failure === null);
  if (running !== undefined) return { state: 'busy', line: `Reading${percent(running.progress)}` };
  const dataset = chosenDataset(state);
  if (dataset === null) {
    const failed = state.datasets.imports.length > 0;
    return failed ? { state: 'failed', line: 'Could not be read' } : { state: 'todo', line: 'Add a file' };
  }
  if (dataset.mapping === null) return { state: 'ready', line: 'Choose the columns' };
  const report = state.datasets.reports[dataset.id];
  if (report?.status === 'failed') return { state: 'failed', line: 'Needs attention' };
  if (report?.status !== 'ready') return { state: 'busy', line: 'Counting' };
  return { state: 'done', line: formatCounted(report.value.rowCount, 'row') };
}

function labelsStatus(state: StudioState): StepStatus {
  const dataset = chosenDataset(state);
  if (dataset === null || dataset.mapping === null) return { state: 'blocked', line: 'After data' };
  const report = state.datasets.reports[dataset.id];
  if (report?.status === 'failed') return { state: 'blocked', line: 'After data' };
  if (report?.status !== 'ready') return { state: 'busy', line: 'Counting' };
  const labels = report.value.labelMap.labels.length;
  // Words outside of entities are the second class where there is one type alone.
  if (dataset.mapping.task === 'token-classification') {
    return labels === 0
      ? { state: 'failed', line: 'No entities' }
      : { state: 'done', line: formatCounted(labels, 'entity type') };
  }
  if (labels < 2) return { state: 'failed', line: labels === 1 ? 'One label only' : 'No labels' };
  return { state: 'done', line: formatCounted(labels, 'label') };
}

function modelStatus(state: StudioState): StepStatus {
  const running = state.models.imports.find((job) => job.failure === null);
  if (running !== undefined) return { state: 'busy', line: `Getting it${percent(running.progress)}` };
  const model = chosenModel(state);
  if (model !== null) return { state: 'done', line: model.name };
  return state.models.imports.length > 0
    ? { state: 'failed', line: 'Could not be read' }
    : { state: 'todo', line: 'Choose a model' };
}

const BLOCKS: Readonly<Record<NonNullable<SetupBlock>, StepStatus>> = {
  'no-dataset': { state: 'blocked', line: 'After data' },
  'no-columns': { state: 'blocked', line: 'After data' },
  'no-model': { state: 'blocked', line: 'After model' },
  preparing: { state: 'busy', line: 'Preparing' },
  failed: { state: 'failed', line: 'Needs attention' },
  busy: { state: 'busy', line: 'Training' },
};

function liveStatus(run: RunRecord): StepStatus {
  const { step, totalSteps, secondsLeft } = run.progress;
  const share = totalSteps > 0 ? formatShare(step / totalSteps, 0) : '';
  if (run.status === 'paused') return { state: 'paused', line: `Paused at ${share}` };
  if (run.status === 'opening' || run.status === 'ready') return { state: 'busy', line: 'Getting ready' };
  return {
    state: 'busy',
    line: secondsLeft === null ? share : `${share}, ${formatDuration(secondsLeft)} left`,
  };
}

function trainStatus(state: StudioState): StepStatus {
  const live = liveRun(state);
  if (live !== null) return liveStatus(live);
  const block = setupBlock(state);
  if (block !== null) return BLOCKS[block];
  const last = state.runs.items[0];
  const same = last?.spec.datasetId === state.setup.datasetId && last?.spec.modelId === state.setup.modelId;
  if (same && last?.status === 'completed') return { state: 'done', line: 'Trained' };
  if (same && last?.status === 'failed') return { state: 'failed', line: 'Last run failed' };
  return { state: 'ready', line: 'Ready to start' };
}

/** The newest run that has weights to use. */
function usableRun(state: StudioState): RunRecord | null {
  return state.runs.items.find((run) => run.checkpoints.length > 0) ?? null;
}

/** "Accuracy 87.3 %" of an evaluation, or its loss, which rows without any label do not have. */
function headline(evaluation: Evaluation): string {
  const metric = EVALUATION_METRICS.find(
    (m) => m.format === 'share' && evaluation.metrics[m.key] !== undefined,
  );
  if (metric === undefined) {
    const loss = evaluation.metrics['loss'];
    return loss === undefined ? 'Evaluated' : `Loss ${formatNumber(loss)}`;
  }
  return `${metric.label} ${formatShare(evaluation.metrics[metric.key] ?? Number.NaN)}`;
}

function evaluateStatus(state: StudioState): StepStatus {
  const run = state.runs.items.find((r) => r.evaluations.length > 0);
  const last = run?.evaluations.find((e) => e.step === run.best?.step) ?? run?.evaluations.at(-1);
  return last === undefined
    ? { state: 'blocked', line: 'After training' }
    : { state: 'done', line: headline(last) };
}

function playgroundStatus(state: StudioState): StepStatus {
  if (usableRun(state) === null) return { state: 'blocked', line: 'After training' };
  return state.playground.attempts.length > 0
    ? { state: 'done', line: formatCounted(state.playground.attempts.length, 'text') }
    : { state: 'ready', line: 'Try a sentence' };
}

function exportStatus(state: StudioState): StepStatus {
  const run = usableRun(state);
  if (run === null) return { state: 'blocked', line: 'After training' };
  const job = state.exports.jobs[run.id];
  if (job?.status === 'pending') return { state: 'busy', line: `Writing${percent(job.progress)}` };
  if (job?.status === 'failed') return { state: 'failed', line: 'Failed' };
  return job?.status === 'ready'
    ? { state: 'done', line: 'Zip written' }
    : { state: 'ready', line: 'Take it home' };
}

function runsStatus(state: StudioState): StepStatus {
  const count = state.runs.items.length;
  return {
    state: count === 0 ? 'todo' : 'done',
    line: count === 0 ? 'None yet' : formatCounted(count, 'run'),
  };
}

const STATUS: Readonly<Record<PanelId, (state: StudioState) => StepStatus>> = {
  data: dataStatus,
  labels: labelsStatus,
  model: modelStatus,
  train: trainStatus,
  evaluate: evaluateStatus,
  playground: playgroundStatus,
  export: exportStatus,
  runs: runsStatus,
};

export function stepStatus(state: StudioState, panel: PanelId): StepStatus {
  return STATUS[panel](state);
}
