import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconAdjustments, IconFileText, IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { DatasetFile, FileRole, ParseNotice, ParseOptions } from '../../core/contract/dataset';
import { FORMATS } from '../../core/catalog/formats';
import { formatBytes, formatCount, formatCounted } from '../../core/units';
import { Confirm } from '../../ui/confirm';
import { Notice } from '../../ui/notice';
import classes from './files.module.css';
import { ReadingOptions } from './reading-options';

const ROLES: readonly { readonly value: FileRole; readonly label: string }[] = [
  { value: 'auto', label: 'Divide into splits' },
  { value: 'train', label: 'All for training' },
  { value: 'validation', label: 'All for validation' },
  { value: 'test', label: 'All for testing' },
];

const NOTICES: Readonly<Record<ParseNotice['kind'], string>> = {
  'too-few-cells': 'too few cells, the missing ones are empty',
  'too-many-cells': 'too many cells, the rest is left out',
  'unclosed-quote': 'a quotation mark that never closes',
  'undecodable-bytes': 'characters that do not fit the encoding',
  'not-json': 'no JSON, so its cells are empty',
};

export interface FileActions {
  readonly onRole: (fileId: string, role: FileRole) => void;
  readonly onOptions: (fileId: string, options: ParseOptions) => void;
  readonly onRemove: (fileId: string) => void;
}

function FileRow({
  file,
  removable,
  busy,
  actions,
}: {
  readonly file: DatasetFile;
  readonly removable: boolean;
  readonly busy: boolean;
  readonly actions: FileActions;
}) {
  const [open, setOpen] = useState(false);
  const [removing, setRemoving] = useState(false);
  const optionsId = useId();
  return (
    <li className={classes.file}>
      <div className={classes.row}>
        <IconFileText className={classes.icon} size={20} stroke={1.5} aria-hidden="true" />
        <div className={classes.name}>
          <span className={classes.title} title={file.name}>
            {file.name}
          </span>
          <span className={classes.facts}>
            {formatCounted(file.rowCount, 'row')} · {formatCounted(file.columns.length, 'column')} ·{' '}
            {formatBytes(file.sizeBytes)} · {FORMATS[file.options.format].label}
          </span>
        </div>
        <div className={classes.controls}>
          <NativeSelect
            aria-label={`Use of ${file.name}`}
            value={file.role}
            data={[...ROLES]}
            disabled={busy}
            onChange={(event) => {
              const choice = ROLES.find((role) => role.value === event.currentTarget.value);
              if (choice !== undefined) actions.onRole(file.id, choice.value);
            }}
          />
          <Button
            variant="default"
            leftSection={<IconAdjustments size={16} stroke={1.6} aria-hidden="true" />}
            aria-expanded={open}
            aria-controls={optionsId}
            aria-label={`Reading options of ${file.name}`}
            onClick={() => setOpen(!open)}
          >
            Reading options
          </Button>
          {removable && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove ${file.name}`}
              onClick={() => setRemoving(true)}
            >
              <IconTrash size={17} stroke={1.6} aria-hidden="true" />
            </ActionIcon>
          )}
        </div>
      </div>
      <div id={optionsId} hidden={!open}>
        <ReadingOptions
          options={file.options}
          disabled={busy}
          onChange={(options) => actions.onOptions(file.id, options)}
        />
      </div>
      {file.noticeCount > 0 && (
        <Notice tone="warn" title={`${formatCounted(file.noticeCount, 'row')} did not fit the table`}>
          <details>
            <summary>They were read as well as possible. Show which</summary>
            <ul className={classes.notices}>
              {file.notices.slice(0, 50).map((notice) => (
                <li key={`${notice.row}-${notice.kind}`}>
                  Row {formatCount(notice.row)}: {NOTICES[notice.kind]}
                </li>
              ))}
            </ul>
          </details>
        </Notice>
      )}
      <Confirm
        opened={removing}
        title={`Remove ${file.name}?`}
        confirmLabel="Remove file"
        onConfirm={() => actions.onRemove(file.id)}
        onClose={() => setRemoving(false)}
      >
        Its rows leave this dataset. Runs that were trained on them stay as they are.
      </Confirm>
    </li>
  );
}

/** The files of a dataset: what each is used for, and how it was read. */
export function FileList({
  files,
  busy,
  actions,
}: {
  readonly files: readonly DatasetFile[];
  readonly busy: boolean;
  readonly actions: FileActions;
}) {
  return (
    <ul className={classes.list}>
      {files.map((file) => (
        <FileRow key={file.id} file={file} removable={files.length > 1} busy={busy} actions={actions} />
      ))}
    </ul>
  );
}
