import { Button } from '@mantine/core';
import { IconChartHistogram } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Evaluation, RunRecord } from '../../core/contract/run';
import type { Remote } from '../../state/remote';
import { ConfusionMatrix } from '../../ui/charts/confusion-matrix';
import { EmptyState } from '../../ui/empty-state';
import { NextStep } from '../../ui/next-step';
import { Page } from '../../ui/page';
import { Panel } from '../../ui/panel';
import { routeTo } from '../../ui/route';
import { type EvaluatedSplit, EvaluationControls } from './evaluation-controls';
import classes from './evaluation.module.css';
import { HeadlinePanel } from './headline-panel';
import { LabelTable } from './label-table';
import { ScoreCurves } from './score-curves';

export interface EvaluationViewProps {
  readonly run: RunRecord;
  readonly picker: ReactNode;
  readonly evaluating: Remote<Evaluation>;
  readonly blocked: string | null;
  readonly onEvaluate: (split: EvaluatedSplit) => void;
}

/** The evaluation shown first: the best on the validation rows, else the newest. */
function preferred(evaluations: readonly Evaluation[], bestStep: number | undefined): Evaluation | null {
  return evaluations.find(({ step }) => step === bestStep) ?? evaluations.at(-1) ?? null;
}

/** How good a run is: figures, labels, confusions, and how they came about. */
export function EvaluationView({ run, picker, evaluating, blocked, onEvaluate }: EvaluationViewProps) {
  const [split, setSplit] = useState<EvaluatedSplit>('validation');
  const [chosenStep, setChosenStep] = useState<number | null>(null);
  const evaluations = run.evaluations.filter((e) => e.split === split).toSorted((a, b) => a.step - b.step);
  const shown = evaluations.find(({ step }) => step === chosenStep) ?? preferred(evaluations, run.best?.step);
  return (
    <Page
      title="Evaluate"
      lead={`${run.name}: ${run.spec.modelName} on ${run.spec.datasetName}.`}
      actions={picker}
      next={
        <NextStep href={routeTo('playground', run.id)} label="Playground">
          Figures tell half of it: try sentences of your own.
        </NextStep>
      }
    >
      <EvaluationControls
        run={run}
        split={split}
        evaluations={evaluations}
        shown={shown}
        evaluating={evaluating}
        blocked={blocked}
        onSplit={(next) => {
          setSplit(next);
          setChosenStep(null);
        }}
        onShow={setChosenStep}
        onEvaluate={() => onEvaluate(split)}
      />
      {shown === null ? (
        <EmptyState icon={<IconChartHistogram size={20} />} title={`Not evaluated on the ${split} rows yet`}>
          “Evaluate now” scores them with the best weights of this run.
        </EmptyState>
      ) : (
        <Details run={run} evaluations={evaluations} shown={shown} split={split} />
      )}
    </Page>
  );
}

interface DetailsProps {
  readonly run: RunRecord;
  readonly evaluations: readonly Evaluation[];
  readonly shown: Evaluation;
  readonly split: EvaluatedSplit;
}

function Details({ run, evaluations, shown, split }: DetailsProps) {
  return (
    <>
      <HeadlinePanel evaluation={shown} first={evaluations[0] ?? null} />
      <div className={classes.columns}>
        <LabelTable perLabel={shown.perLabel} />
        <Panel title="Confusion matrix" description="Which labels are taken for which.">
          <ConfusionMatrix labels={run.spec.labels} counts={shown.confusion} />
        </Panel>
      </div>
      {evaluations.length < 2 ? null : (
        <ScoreCurves
          evaluations={evaluations}
          bestStep={split === 'validation' ? (run.best?.step ?? null) : null}
        />
      )}
    </>
  );
}

/** What stands here before any run has weights. */
export function NothingToEvaluate() {
  return (
    <Page title="Evaluate">
      <EmptyState
        icon={<IconChartHistogram size={20} />}
        title="Nothing trained yet"
        action={
          <Button component="a" href={routeTo('train')}>
            Go to training
          </Button>
        }
      >
        Accuracy, precision, recall and F1 by label, and the confusion matrix, appear after the first
        evaluation.
      </EmptyState>
    </Page>
  );
}
