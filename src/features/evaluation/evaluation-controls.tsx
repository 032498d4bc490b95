import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useId } from 'react';
import type { Evaluation, RunRecord } from '../../core/contract/run';
import { formatCount, formatCounted } from '../../core/units';
import type { Remote } from '../../state/remote';
import { FailureCard } from '../../ui/failure-card';
import { OperationProgress } from '../../ui/operation-progress';
import { Panel } from '../../ui/panel';
import classes from './evaluation.module.css';

export type EvaluatedSplit = 'validation' | 'test';

interface EvaluationControlsProps {
  readonly run: RunRecord;
  readonly split: EvaluatedSplit;
  /** Evaluations on the split, by step. */
  readonly evaluations: readonly Evaluation[];
  readonly shown: Evaluation | null;
  readonly evaluating: Remote<Evaluation>;
  /** Why evaluating now is not possible, or null. */
  readonly blocked: string | null;
  readonly onSplit: (split: EvaluatedSplit) => void;
  readonly onShow: (step: number) => void;
  readonly onEvaluate: () => void;
}

const NAMES: Readonly<Record<EvaluatedSplit, string>> = { validation: 'Validation', test: 'Test' };

function optionName({ step, epoch }: Evaluation, best: RunRecord['best']): string {
  return `Step ${formatCount(step)}, epoch ${epoch.toFixed(2)}${step === best?.step ? ' ★ best' : ''}`;
}

/** Which split and which evaluation are shown, and the button that scores the split now. */
export function EvaluationControls(props: EvaluationControlsProps) {
  const { run, split, evaluations, shown, evaluating, blocked } = props;
  const splitId = useId();
  const { splits } = run.spec.data;
  const rows = splits[split]?.examples ?? 0;
  const isBusy = evaluating.status === 'pending';
  return (
    <Panel
      title="What is shown"
      description={
        rows === 0
          ? `There are no ${split} rows in this run’s data.`
          : `${formatCounted(rows, 'row')} that the model did not learn from.`
      }
    >
      <div className={classes.stack}>
        <div className={classes.controls}>
          <div className={classes.control}>
            <span id={splitId}>Split</span>
            <SegmentedControl
              aria-labelledby={splitId}
              value={split}
              data={(['validation', 'test'] as const).map((value) => ({
                value,
                label: NAMES[value],
                disabled: splits[value] === null,
              }))}
              onChange={(value) => props.onSplit(value === 'test' ? 'test' : 'validation')}
            />
          </div>
          {evaluations.length > 0 && shown !== null ? (
            <Select
              label="Evaluation"
              w={272}
              maw="100%"
              value={String(shown.step)}
              data={evaluations.map((evaluation) => ({
                value: String(evaluation.step),
                label: optionName(evaluation, split === 'validation' ? run.best : null),
              }))}
              onChange={(step) => props.onShow(Number(step))}
            />
          ) : null}
          <Button
            variant={shown === null ? 'filled' : 'default'}
            disabled={blocked !== null || rows === 0 || isBusy}
            leftSection={<IconRefresh size={16} aria-hidden="true" />}
            onClick={props.onEvaluate}
          >
            Evaluate now
          </Button>
        </div>
        {blocked === null ? null : <p className={classes.note}>{blocked}</p>}
        {isBusy ? (
          <OperationProgress
            name={`the ${split} rows, with the best weights`}
            progress={evaluating.progress}
          />
        ) : null}
        {evaluating.status === 'failed' ? <FailureCard failure={evaluating.failure} /> : null}
      </div>
    </Panel>
  );
}
