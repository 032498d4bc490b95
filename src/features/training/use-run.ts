import type { RunRecord } from '../../core/contract/run';
import type { Task } from '../../core/contract/task';
import type { MetricKey } from '../../core/metrics/columns';
import { useChartSeries, useStudio } from '../../state/react';
import { liveRun, runWarnings } from '../../state/selectors';
import { goTo } from '../../ui/route';
import type { RunCurves } from './run-charts';
import type { RunViewProps } from './run-view';

const KEYS = ['train/loss', 'eval/loss', 'train/grad_norm', 'train/learning_rate'] as const;

const SCORE_KEYS: Readonly<Record<Task, readonly MetricKey[]>> = {
  'text-classification': ['eval/f1_macro', 'eval/accuracy'],
  'token-classification': ['eval/f1', 'eval/precision', 'eval/recall'],
};

function useCurves(runId: string, task: Task): RunCurves {
  const scoreKeys = SCORE_KEYS[task];
  const series = new Map(useChartSeries(runId, [...KEYS, ...scoreKeys]).map((curve) => [curve.key, curve]));
  const curve = (key: MetricKey) => series.get(key) ?? { key, steps: [], values: [], last: null };
  return {
    loss: curve('train/loss'),
    evalLoss: curve('eval/loss'),
    gradNorm: curve('train/grad_norm'),
    learningRate: curve('train/learning_rate'),
    scores: scoreKeys.map(curve),
  };
}

/** A run of the store, as its view takes it. */
export function useRun(run: RunRecord, onNewRun: () => void): RunViewProps {
  const runs = useStudio((state) => state.runs);
  const copyRun = useStudio((state) => state.setup.copyRun);
  const live = useStudio(liveRun);
  const warnings = useStudio((state) => runWarnings(state, run.id));
  const curves = useCurves(run.id, run.spec.task);
  const { id } = run;
  return {
    run,
    curves,
    warnings,
    pending: runs.open?.runId === id ? runs.open.pending : null,
    isElsewhere: runs.elsewhere.includes(id),
    isBlocked: live !== null && live.id !== id,
    onPause: () => void runs.pause(id),
    onResume: () => void runs.resume(id),
    onStop: () => void runs.stop(id),
    onCheckpoint: () => void runs.checkpoint(id),
    onResumeRun: () => void runs.resumeRun(id),
    onRename: (name) => void runs.rename(id, name),
    onDismissWarning: (code) => runs.dismissWarning(id, code),
    onCopySettings: () => {
      copyRun(id);
      onNewRun();
      goTo('train');
    },
    onNewRun: () => {
      onNewRun();
      goTo('train');
    },
  };
}
