import { Button, NativeSelect } from '@mantine/core';
import { IconArrowBackUp, IconArrowsJoin, IconRestore } from '@tabler/icons-react';
import { useState } from 'react';
import type { DatasetRecord, DatasetReport, Tagging } from '../../core/contract/dataset';
import { SPLIT_NAMES, type Task } from '../../core/contract/task';
import { formatCount, formatCounted } from '../../core/units';
import { typesOfTags } from '../../ui/entities/entity-types';
import { NextStep } from '../../ui/next-step';
import { Notice } from '../../ui/notice';
import { Page } from '../../ui/page';
import { Panel } from '../../ui/panel';
import { AlignmentPanel } from './alignment-panel';
import { LabelMaps } from './label-maps';
import { droppedValues, labelAdvice, labelRows } from './label-rows';
import classes from './labels.module.css';
import { type LabelActions, LabelsTable } from './labels-table';
import { MergeDialog } from './merge-dialog';
import { SplitLegend } from './split-legend';
import { TagsView } from './tags-view';

const TOO_FEW: Readonly<Record<Task, string>> = {
  'text-classification': 'Training needs at least two labels to tell apart.',
  'token-classification': 'Training needs at least one type of entity.',
};

function nothingToLearn(task: Task, labels: number): string {
  if (task === 'token-classification') return 'No type of entity';
  return labels === 1 ? 'Only one label' : 'No labels';
}

export interface LabelsViewProps {
  readonly dataset: DatasetRecord;
  readonly report: DatasetReport;
  /** Whether labels differ from what the files say. */
  readonly changed: boolean;
  readonly actions: LabelActions & {
    readonly onMerge: (labels: readonly string[], into: string) => void;
    readonly onRestore: (raw: string) => void;
    readonly onReset: () => void;
    readonly onDroppedTypes: (choice: Tagging['droppedTypes']) => void;
  };
}

/** The labels of the dataset: their share, their names, their numbers. */
export function LabelsView({ dataset, report, changed, actions }: LabelsViewProps) {
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [merging, setMerging] = useState(false);
  const rows = labelRows(report);
  const dropped = droppedValues(report);
  const selected = picked.filter((name) => rows.some((row) => row.name === name));
  const { tagging } = report;
  const usable = SPLIT_NAMES.reduce((sum, split) => sum + report.examples[split], 0);
  const tooFew = rows.length < (tagging === null ? 2 : 1);
  return (
    <Page
      title="Labels"
      lead={`${
        tagging === null
          ? `${formatCounted(rows.length, 'label')} on ${formatCounted(usable, 'usable row')}`
          : `${formatCounted(rows.length, 'type')} of entities in ${formatCounted(usable, 'sentence')}`
      }. Rename, merge or leave out what does not belong; your files stay as they are.`}
      next={
        <NextStep href="#/model" label="Continue to model" blocked={tooFew ? TOO_FEW[dataset.task] : null}>
          The labels are set. Next: the model that learns them.
        </NextStep>
      }
    >
      {tooFew && (
        <Notice tone="bad" title={nothingToLearn(dataset.task, rows.length)} live>
          {tagging === null
            ? 'There is nothing to tell apart. Take left-out labels in again, or choose another label column in the data step.'
            : 'There is nothing to find. Take left-out types in again, or choose another column of tags in the data step.'}
        </Notice>
      )}
      {labelAdvice(rows, tagging === null ? 'example' : 'entity').map(({ key, title, text, merge = [] }) => {
        const into = merge[0];
        return (
          <Notice
            key={key}
            tone="warn"
            title={title}
            action={
              into !== undefined && (
                <Button size="xs" variant="default" onClick={() => actions.onMerge(merge, into)}>
                  {`Merge into “${into}”`}
                </Button>
              )
            }
          >
            {text}
          </Notice>
        );
      })}
      <Panel
        title="Distribution"
        description={<SplitLegend />}
        flush
        actions={
          <>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconArrowsJoin size={15} stroke={1.6} aria-hidden="true" />}
              disabled={selected.length < 2}
              onClick={() => setMerging(true)}
            >
              {selected.length < 2 ? 'Merge selected' : `Merge ${selected.length} labels`}
            </Button>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconArrowBackUp size={15} stroke={1.6} aria-hidden="true" />}
              disabled={!changed}
              onClick={actions.onReset}
            >
              Labels as in the files
            </Button>
          </>
        }
      >
        <LabelsTable
          rows={rows}
          selected={selected}
          ordered={tagging === null}
          onSelect={setPicked}
          actions={actions}
        />
      </Panel>
      {dropped.length > 0 && (
        <Panel
          title={`${formatCounted(dropped.length, 'value')} left out`}
          description={
            tagging !== null && dataset.tagging.droppedTypes === 'outside'
              ? 'The words of these entities are learnt as O, outside of any.'
              : 'Rows with these values are not used. They are listed in the data step as well.'
          }
          actions={
            tagging !== null && (
              <NativeSelect
                size="xs"
                aria-label="Words of left-out types"
                value={dataset.tagging.droppedTypes}
                data={[
                  { value: 'outside', label: 'Learn their words as O' },
                  { value: 'leave-out', label: 'Leave their rows out' },
                ]}
                onChange={(event) =>
                  actions.onDroppedTypes(event.currentTarget.value === 'outside' ? 'outside' : 'leave-out')
                }
              />
            )
          }
        >
          <ul className={classes.dropped}>
            {dropped.map((value) => (
              <li key={value.raw}>
                <span className={classes.droppedName}>{value.raw}</span>
                <span className={classes.droppedCount}>
                  {tagging === null
                    ? `${formatCount(value.count)} rows`
                    : `${formatCount(value.count)} entities`}
                </span>
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconRestore size={14} stroke={1.6} aria-hidden="true" />}
                  aria-label={`Take in ${value.raw}`}
                  onClick={() => actions.onRestore(value.raw)}
                >
                  Take in
                </Button>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {tagging !== null && (
        <>
          <AlignmentPanel dataset={dataset} report={tagging} types={typesOfTags(tagging.tags)} />
          <TagsView report={tagging} files={dataset.files} />
        </>
      )}
      <LabelMaps labels={tagging?.tags ?? rows.map((row) => row.name)} />
      {merging && selected.length >= 2 && (
        <MergeDialog
          labels={selected}
          onClose={() => setMerging(false)}
          onMerge={(into) => {
            actions.onMerge(selected, into);
            setPicked([]);
            setMerging(false);
          }}
        />
      )}
    </Page>
  );
}
