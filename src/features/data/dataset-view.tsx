import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type {
  ColumnMapping,
  DatasetRecord,
  DatasetReport,
  SplitSpec,
  TableRow,
  Tagging,
} from '../../core/contract/dataset';
import { formatCounted } from '../../core/units';
import type { Remote } from '../../state/remote';
import { EditableTitle } from '../../ui/editable-title';
import { FailureCard } from '../../ui/failure-card';
import { Loading } from '../../ui/loading';
import { NextStep } from '../../ui/next-step';
import { Page } from '../../ui/page';
import { Panel } from '../../ui/panel';
import { AddFile } from './add-data';
import { draftOf, mappingOf, missingRoles, noProposal, type RoleDraft } from './column-roles';
import { type FileActions, FileList } from './file-list';
import { LeftOutRows } from './left-out-rows';
import { PreviewTable } from './preview-table';
import { RowProblems } from './row-problems';
import { SplitSettings } from './split-settings';
import { TagsPanel } from './tags-panel';

export interface DatasetViewProps {
  readonly dataset: DatasetRecord;
  readonly report: Remote<DatasetReport>;
  readonly rows: readonly TableRow[] | null;
  readonly shownFileId: string;
  readonly busy: boolean;
  readonly fileActions: FileActions;
  readonly onShowFile: (fileId: string) => void;
  readonly onAddFiles: (files: readonly File[]) => void;
  readonly onMapping: (mapping: ColumnMapping) => void;
  readonly onSplit: (split: SplitSpec) => void;
  readonly onTagging: (tagging: Partial<Tagging>) => void;
  readonly onRename: (name: string) => void;
  readonly onNew: () => void;
  readonly onRetry: () => void;
  /** Beside the name. */
  readonly actions: ReactNode;
  /** Jobs above, library below. */
  readonly before: ReactNode;
  readonly after: ReactNode;
}

function blockedBy(draft: RoleDraft, report: Remote<DatasetReport>): string | null {
  const missing = missingRoles(draft);
  if (missing !== null) return missing;
  if (report.status === 'failed') return 'The data needs attention first: see above.';
  return report.status === 'ready' ? null : 'Counting rows and labels …';
}

/** One dataset: its files, its columns, its splits, its left-out rows. */
export function DatasetView(props: DatasetViewProps) {
  const { dataset, report } = props;
  const shown = dataset.files.find((file) => file.id === props.shownFileId) ?? dataset.files[0];
  // A mapping in the making is kept here until it is whole; a stored one wins when it changes.
  const [known, setKnown] = useState(dataset.mapping);
  const [draft, setDraft] = useState(() => draftOf(dataset.mapping));
  if (known !== dataset.mapping) {
    setKnown(dataset.mapping);
    setDraft(draftOf(dataset.mapping));
  }
  function changeDraft(next: RoleDraft): void {
    setDraft(next);
    const mapping = mappingOf(next);
    if (mapping !== null) props.onMapping(mapping);
  }
  const rowCount = dataset.files.reduce((sum, file) => sum + file.rowCount, 0);
  const value = report.status === 'ready' ? report.value : null;
  const blocked = blockedBy(draft, report);
  const fileName = (id: string): string => dataset.files.find((file) => file.id === id)?.name ?? '';
  // One of several files that does not fit the others can be taken out on the spot.
  const atFault =
    report.status === 'failed' && dataset.files.length > 1
      ? dataset.files.find((file) => file.name === report.failure.details['file'])
      : undefined;

  return (
    <Page
      title={<EditableTitle value={dataset.name} label="Dataset name" onSave={props.onRename} />}
      lead={`${formatCounted(rowCount, 'row')} in ${formatCounted(dataset.files.length, 'file')}. Check that the studio understood the columns.`}
      actions={
        <>
          {props.actions}
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={props.onNew}
          >
            New dataset
          </Button>
        </>
      }
      next={
        <NextStep href="#/labels" label="Continue to labels" blocked={blocked}>
          The columns and splits are set. Next: the labels.
        </NextStep>
      }
    >
      {props.before}
      {shown !== undefined && dataset.mapping === null && <FailureCard failure={noProposal(shown.columns)} />}
      {shown !== undefined && (
        <PreviewTable
          files={dataset.files}
          file={shown}
          rows={props.rows}
          draft={draft}
          onDraft={changeDraft}
          onFile={props.onShowFile}
        />
      )}
      {report.status === 'failed' && (
        <FailureCard
          failure={report.failure}
          actions={
            <>
              <Button size="xs" onClick={props.onRetry}>
                Count again
              </Button>
              {atFault !== undefined && (
                <Button size="xs" variant="default" onClick={() => props.fileActions.onRemove(atFault.id)}>
                  {`Remove ${atFault.name}`}
                </Button>
              )}
            </>
          }
        />
      )}
      {value !== null && value.tagging !== null && (
        <>
          <TagsPanel
            report={value.tagging}
            tagging={dataset.tagging}
            fileName={fileName}
            onTagging={props.onTagging}
          />
          <RowProblems
            report={value.tagging}
            choices={dataset.tagging.choices}
            severalFiles={dataset.files.length > 1}
            fileName={fileName}
            onChoices={(choices) => props.onTagging({ choices })}
          />
        </>
      )}
      {value !== null && (
        <LeftOutRows report={value} severalFiles={dataset.files.length > 1} fileName={fileName} />
      )}
      {value !== null && (
        <Panel
          title="Splits"
          description="Rows are dealt out at random, each label in its share; the same seed always gives the same split."
        >
          <SplitSettings split={dataset.split} report={value} onChange={props.onSplit} />
        </Panel>
      )}
      <Panel title="Files" flush footer={<AddFile disabled={props.busy} onFiles={props.onAddFiles} />}>
        <FileList files={dataset.files} busy={props.busy} actions={props.fileActions} />
      </Panel>
      {report.status === 'pending' && value === null && <Loading label="Counting rows and labels" />}
      {props.after}
    </Page>
  );
}
