import { Button } from '@mantine/core';
import { IconTags } from '@tabler/icons-react';
import { EmptyState } from '../../ui/empty-state';
import { FailureCard } from '../../ui/failure-card';
import { Loading } from '../../ui/loading';
import { Page } from '../../ui/page';
import { LabelsView } from './labels-view';
import { useLabels } from './use-labels';

/** The second step: what the model is to tell apart. */
export function LabelsPanel() {
  const { dataset, report, datasets } = useLabels();
  if (dataset === null || dataset.mapping === null) {
    return (
      <Page title="Labels">
        <EmptyState
          icon={<IconTags size={22} stroke={1.6} />}
          title={dataset === null ? 'No dataset yet' : 'The columns are not chosen yet'}
          action={
            <Button component="a" href="#/data">
              {dataset === null ? 'Add a file' : 'Choose the columns'}
            </Button>
          }
        >
          Here you will see how often each label occurs, and can rename, merge and leave out labels.
        </EmptyState>
      </Page>
    );
  }
  if (report.status === 'failed') {
    return (
      <Page title="Labels">
        <FailureCard
          failure={report.failure}
          actions={
            <>
              <Button size="xs" onClick={() => void datasets.inspect(dataset.id)}>
                Count again
              </Button>
              <Button size="xs" variant="default" component="a" href="#/data">
                Back to the data
              </Button>
            </>
          }
        />
      </Page>
    );
  }
  if (report.status !== 'ready') {
    return (
      <Page title="Labels">
        <Loading label="Counting rows and labels" />
      </Page>
    );
  }
  return (
    <LabelsView
      key={dataset.id}
      dataset={dataset}
      report={report.value}
      changed={dataset.labelMap !== null}
      actions={{
        onRename: (label, name) => void datasets.renameLabel(dataset.id, label, name),
        onMove: (label, toIndex) => void datasets.moveLabel(dataset.id, label, toIndex),
        onDrop: (label) => void datasets.dropLabel(dataset.id, label),
        onMerge: (labels, into) => void datasets.mergeLabels(dataset.id, labels, into),
        onRestore: (raw) => void datasets.restoreLabel(dataset.id, raw),
        onDroppedTypes: (droppedTypes) => void datasets.setTagging(dataset.id, { droppedTypes }),
        onReset: () => void datasets.resetLabels(dataset.id),
      }}
    />
  );
}
