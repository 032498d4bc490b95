import { Button } from '@mantine/core';
import { IconChartHistogram } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Prediction } from '../../core/contract/predictions';
import type { Evaluation, RowReference, RunRecord } from '../../core/contract/run';
import type { Remote } from '../../state/remote';
import type { CaseRow } from '../../state/slices/cases';
import { EmptyState } from '../../ui/empty-state';
import { NextStep } from '../../ui/next-step';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { routeTo } from '../../ui/route';
import type { CaseGroup } from './case-group';
import { CASES_PAGE, CasesDrawer } from './cases-drawer';
import { ConfusionPanel } from './confusion-panel';
import { EntityPanel } from './entity-panel';
import { type EvaluatedSplit, EvaluationControls } from './evaluation-controls';
import classes from './evaluation.module.css';
import { HeadlinePanel } from './headline-panel';
import { LabelTable } from './label-table';
import { ScoreCurves } from './score-curves';
import { TagPanel } from './tag-panel';

export interface EvaluationViewProps {
  readonly run: RunRecord;
  readonly picker: ReactNode;
  readonly evaluating: Remote<Evaluation>;
  readonly blocked: string | null;
  readonly cases: Remote<readonly CaseRow[]>;
  readonly answers: Remote<readonly Prediction[]>;
  readonly onEvaluate: (split: EvaluatedSplit) => void;
  readonly onReadRows: (rows: readonly RowReference[]) => void;
  readonly onCloseRows: () => void;
  /** Asks the playground about a text. */
  readonly onTry: (text: string) => void;
}

/** The evaluation shown first: the best on the validation rows, else the newest. */
function preferred(evaluations: readonly Evaluation[], bestStep: number | undefined): Evaluation | null {
  return evaluations.find(({ step }) => step === bestStep) ?? evaluations.at(-1) ?? null;
}

/** How good a run is: figures, labels, confusions, and how they came about. */
export function EvaluationView(props: EvaluationViewProps) {
  const { run, picker, evaluating, blocked, onEvaluate } = props;
  const cases = useCases(props);
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
        <Details run={run} evaluations={evaluations} shown={shown} split={split} onOpen={cases.open} />
      )}
      <CasesDrawer
        run={run}
        group={cases.group}
        offset={cases.offset}
        rows={props.cases}
        answers={props.answers}
        onOffset={cases.turn}
        onTry={props.onTry}
        onClose={cases.close}
      />
    </Page>
  );
}

/** Which group of rows is open, and which of its pages. */
function useCases({ onReadRows, onCloseRows }: EvaluationViewProps) {
  const [group, setGroup] = useState<CaseGroup | null>(null);
  const [offset, setOffset] = useState(0);
  const turn = (to: CaseGroup | null, next: number): void => {
    setOffset(next);
    if (to !== null) onReadRows(to.rows.slice(next, next + CASES_PAGE));
  };
  return {
    group,
    offset,
    turn: (next: number) => turn(group, next),
    open: (opened: CaseGroup) => {
      setGroup(opened);
      turn(opened, 0);
    },
    close: () => {
      setGroup(null);
      onCloseRows();
    },
  };
}

interface DetailsProps {
  readonly run: RunRecord;
  readonly evaluations: readonly Evaluation[];
  readonly shown: Evaluation;
  readonly split: EvaluatedSplit;
  readonly onOpen: (group: CaseGroup) => void;
}

function Details({ run, evaluations, shown, split, onOpen }: DetailsProps) {
  const { task, labels } = run.spec;
  // An evaluation from another trainer's log has its figures alone.
  const isWhole = shown.confusion.length > 0;
  return (
    <>
      <HeadlinePanel spec={run.spec} evaluation={shown} first={evaluations[0] ?? null} />
      {isWhole ? (
        <Particulars spec={run.spec} shown={shown} onOpen={onOpen} />
      ) : (
        <Notice title="Only the figures of this evaluation are known">
          “Evaluate now” scores the weights that were kept, label by label.
        </Notice>
      )}
      {evaluations.length < 2 ? null : (
        <ScoreCurves
          evaluations={evaluations}
          task={task}
          bestStep={split === 'validation' ? (run.best?.step ?? null) : null}
        />
      )}
      {isWhole && task === 'token-classification' ? <TagPanel evaluation={shown} tags={labels} /> : null}
    </>
  );
}

/** Label by label, and what is taken for what. Entities against each other are known where they were counted here. */
function Particulars({
  spec: { task, labels },
  shown,
  onOpen,
}: Pick<DetailsProps, 'shown' | 'onOpen'> & { readonly spec: RunRecord['spec'] }) {
  const table = <LabelTable task={task} perLabel={shown.perLabel} strictPerLabel={shown.strictPerLabel} />;
  if (task === 'text-classification') {
    return (
      <div className={classes.columns}>
        {table}
        <ConfusionPanel evaluation={shown} labels={labels} onOpen={onOpen} />
      </div>
    );
  }
  return (
    <>
      {table}
      {shown.entities === null ? (
        <Notice title="What became of single entities is not known here">
          “Evaluate now” finds which were missed, invented, or given another type or other boundaries.
        </Notice>
      ) : (
        <EntityPanel evaluation={shown} entities={shown.entities} onOpen={onOpen} />
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
        Accuracy, precision, recall and F1 by label or type of entity, and what is taken for what, appear
        after the first evaluation.
      </EmptyState>
    </Page>
  );
}
