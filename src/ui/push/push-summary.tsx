import { Button } from '@mantine/core';
import { IconCloudUpload } from '@tabler/icons-react';
import type { Failure } from '../../core/contract/errors';
import type { PushPlan } from '../../core/contract/hub';
import { formatBytes, formatCounted } from '../../core/units';
import { FailureCard } from '../failure-card';
import { KeyValue } from '../key-value';
import { Notice } from '../notice';
import classes from './push.module.css';

interface PushSummaryProps {
  readonly plan: PushPlan;
  /** Of the last try. */
  readonly failure: Failure | null;
  readonly onConfirm: () => void;
  readonly onBack: () => void;
}

/** What goes where, before anything goes. */
export function PushSummary({ plan, failure, onConfirm, onBack }: PushSummaryProps) {
  const { target, files, totalBytes } = plan;
  const { type, repo, isNew, isPrivate } = target;
  const size = formatBytes(totalBytes);
  return (
    <div className={classes.flow}>
      {failure === null ? null : <FailureCard failure={failure} />}
      <KeyValue
        label="What would be sent"
        rows={[
          { term: 'To', value: `huggingface.co/${type === 'dataset' ? 'datasets/' : ''}${repo}` },
          { term: 'Repository', value: isNew ? `New ${type} repository` : `Existing ${type} repository` },
          { term: 'Visibility', value: isPrivate ? 'Private: only its owner sees it' : 'Public' },
          { term: 'Contents', value: `${formatCounted(files.length, 'file')}, ${size}, in one commit` },
        ]}
      />
      {isPrivate ? null : (
        <Notice tone="warn" title="Everyone will see it">
          The repository is public: these files can be downloaded by anyone as soon as they are there.
        </Notice>
      )}
      {/* A region that scrolls has to be reached by keyboard. */}
      <ul className={classes.files} aria-label="Files that would be sent" tabIndex={0}>
        {files.map(({ path, sizeBytes }) => (
          <li key={path}>
            <code>{path}</code>
            <span>{formatBytes(sizeBytes)}</span>
          </li>
        ))}
      </ul>
      <div className={classes.buttons}>
        <Button leftSection={<IconCloudUpload size={17} aria-hidden="true" />} onClick={onConfirm}>
          {failure === null ? `Push ${size}` : 'Push again'}
        </Button>
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  );
}
