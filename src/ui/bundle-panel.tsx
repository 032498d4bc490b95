/*
 * BundlePanel: a run packed for GPUs elsewhere: what is in the bundle, the command that runs it, the button that writes
 * it. `progress` undefined means that nothing is going on; `written` null that there is none yet.
 */
import { Button, Code } from '@mantine/core';
import { IconDownload, IconServer } from '@tabler/icons-react';
import { BUNDLE_FILES } from '../core/catalog/bundle';
import type { BundleReport } from '../core/contract/cluster';
import type { Failure } from '../core/contract/errors';
import type { OperationEvent } from '../core/contract/events';
import { formatBytes } from '../core/units';
import classes from './bundle-panel.module.css';
import { CopyButton } from './copy-button';
import { FailureCard } from './failure-card';
import { FilePurposes } from './file-purposes';
import { Notice } from './notice';
import { OperationProgress } from './operation-progress';
import { Panel } from './panel';

export interface BundlePanelProps {
  readonly title: string;
  readonly progress: OperationEvent | null | undefined;
  readonly failure: Failure | null;
  readonly written: BundleReport | null;
  /** Why writing is not possible now, or null. */
  readonly blocked: string | null;
  readonly onWrite: () => void;
  readonly onCancel: () => void;
  readonly onSave: () => void;
}

const COMMANDS = [
  'pip install -r requirements.txt',
  'accelerate launch --config_file accelerate/one-gpu.yaml train.py --output finished',
].join('\n');

export function BundlePanel(props: BundlePanelProps) {
  const { title, progress, failure, written, blocked, onWrite, onCancel, onSave } = props;
  const isWriting = progress !== undefined;
  return (
    <Panel
      title={title}
      description="The same run for GPUs elsewhere: rows, recipe and first weights with a short Python program on Hugging Face’s Trainer. It holds your rows: give it only to machines that may see them. What it leaves opens here again, under Runs."
    >
      <div className={classes.body}>
        {isWriting && <OperationProgress name="the bundle" progress={progress} onCancel={onCancel} />}
        {failure !== null && <FailureCard failure={failure} />}
        {written !== null && (
          <Notice
            tone="good"
            live
            title={`${written.fileName}, ${formatBytes(written.sizeBytes)}`}
            action={
              <Button
                size="xs"
                variant="default"
                leftSection={<IconDownload size={15} aria-hidden="true" />}
                onClick={onSave}
              >
                Download again
              </Button>
            }
          >
            Written and handed to your downloads. Unpack it where the GPUs are, then:
          </Notice>
        )}
        {written !== null && (
          <div className={classes.commands}>
            <Code block className={classes.code} tabIndex={0}>
              {COMMANDS}
            </Code>
            <CopyButton value={COMMANDS} label="Copy commands" />
          </div>
        )}
        {blocked !== null && <Notice>{blocked}</Notice>}
        {!isWriting && (
          <Button
            className={classes.button}
            variant="default"
            disabled={blocked !== null}
            leftSection={<IconServer size={16} aria-hidden="true" />}
            onClick={onWrite}
          >
            {written === null ? 'Write the bundle' : 'Write the bundle again'}
          </Button>
        )}
        <details className={classes.details}>
          <summary>What the bundle holds</summary>
          <FilePurposes label="Files in the bundle" files={BUNDLE_FILES} />
        </details>
      </div>
    </Panel>
  );
}
