import { Button, Code } from '@mantine/core';
import { IconDownload, IconPackageExport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { PRECISION_NAMES } from '../../core/catalog/precisions';
import { describeFailure } from '../../core/contract/error-messages';
import { type Certificate, type ExportReport, ONNX_FILES } from '../../core/contract/export';
import type { ModelRecord } from '../../core/contract/model';
import type { RunRecord } from '../../core/contract/run';
import { formatBytes } from '../../core/units';
import { type Remote, valueOf } from '../../state/remote';
import { CopyButton } from '../../ui/copy-button';
import { EmptyState } from '../../ui/empty-state';
import { FailureCard } from '../../ui/failure-card';
import { FilePurposes } from '../../ui/file-purposes';
import { Notice } from '../../ui/notice';
import { OperationProgress } from '../../ui/operation-progress';
import { Page } from '../../ui/page';
import { Panel } from '../../ui/panel';
import { routeTo } from '../../ui/route';
import { ARCHIVE_FILES, CERTIFICATE_FILE, pythonSnippet } from './archive-contents';
import { CardFacts } from './card-facts';
import classes from './export.module.css';

export interface ExportViewProps {
  readonly run: RunRecord;
  /** The base model, null once it was deleted. */
  readonly model: ModelRecord | null;
  readonly picker: ReactNode;
  /** Under the zip's own panel: where else it can go. */
  readonly elsewhere?: ReactNode;
  readonly job: Remote<ExportReport>;
  /** How the written zip compares with the studio. */
  readonly proof: Remote<Certificate>;
  /** Whether the zip as it is now is in the downloads, as far as this visit knows. */
  readonly isDownloaded: boolean;
  /** Under the zip's own panel: the same in full. */
  readonly certificate: ReactNode;
  /** Why writing is not possible now, or null. */
  readonly blocked: string | null;
  readonly onExport: () => void;
  readonly onCancel: () => void;
  readonly onSave: () => void;
}

/** Everything about taking a trained model home: what is in the zip, the card, the snippet, the button. */
export function ExportView(props: ExportViewProps) {
  const { run, model, picker } = props;
  return (
    <Page
      title="Export"
      lead={`${run.name}: one zip that opens in Python, in ONNX Runtime, on web pages and in this studio again.`}
      actions={picker}
    >
      <WritePanel {...props} />
      {props.certificate}
      {props.elsewhere}
      <div className={classes.columns}>
        <Panel title="What the zip holds" flush>
          <FilePurposes label="Files in the zip" files={filesOf(props)} isFlush />
        </Panel>
        <Panel title="Model card" description="The facts that README.md will state.">
          <CardFacts run={run} model={model} />
        </Panel>
      </div>
      <Panel
        title="In Python"
        description="Unpack the zip into a folder, then:"
        actions={<CopyButton value={pythonSnippet(run)} label="Copy code" />}
      >
        <Code block className={classes.code} tabIndex={0}>
          {pythonSnippet(run)}
        </Code>
      </Panel>
    </Page>
  );
}

/** The files of a zip: of the one that is there, else of any. */
function filesOf({ job, proof }: Pick<ExportViewProps, 'job' | 'proof'>): typeof ARCHIVE_FILES {
  const report = valueOf(job);
  if (report === null) return ARCHIVE_FILES;
  const missing: string[] = report.unmade.map(({ precision }) => ONNX_FILES[precision]);
  if (report.certificate === null && proof.status !== 'pending') missing.push(CERTIFICATE_FILE);
  return ARCHIVE_FILES.filter(({ name }) => !missing.includes(name));
}

function WritePanel(props: ExportViewProps) {
  const { run, job, proof, isDownloaded, blocked, onExport, onCancel, onSave } = props;
  const isProving = proof.status === 'pending';
  return (
    <Panel
      title="Take it home"
      description="The zip is written into this browser’s storage, compared with the studio and handed to your downloads; nothing is uploaded. Deleting the run deletes the stored copy, not your download."
    >
      <div className={classes.write}>
        {job.status === 'pending' ? (
          <OperationProgress name="the zip" progress={job.progress} onCancel={onCancel} />
        ) : null}
        {job.status === 'failed' ? <FailureCard failure={job.failure} /> : null}
        {job.status === 'ready' ? (
          <Notice
            tone="good"
            live
            title={`${job.value.fileName}, ${formatBytes(job.value.sizeBytes)}`}
            action={
              isProving ? (
                false
              ) : (
                <Button
                  size="xs"
                  variant={isDownloaded ? 'default' : 'filled'}
                  leftSection={<IconDownload size={15} aria-hidden="true" />}
                  onClick={onSave}
                >
                  {isDownloaded ? 'Download again' : 'Download'}
                </Button>
              )
            }
          >
            {written(job.value, proof, isDownloaded)}
          </Notice>
        ) : null}
        {job.status === 'ready' && proof.status !== 'ready'
          ? job.value.unmade.map(({ precision, failure }) => {
              const { message, next } = describeFailure(failure);
              return (
                <Notice
                  key={precision}
                  tone="warn"
                  title={`The zip goes without ${PRECISION_NAMES[precision]}`}
                >
                  {message} {next}
                </Notice>
              );
            })
          : null}
        {blocked === null ? null : <Notice>{blocked}</Notice>}
        {job.status === 'pending' || isProving ? null : (
          <Button
            className={classes.button}
            size="md"
            variant={job.status === 'ready' ? 'default' : 'filled'}
            disabled={blocked !== null}
            leftSection={<IconPackageExport size={17} aria-hidden="true" />}
            onClick={onExport}
          >
            {job.status === 'ready' ? 'Write it again' : `Export ${weightsName(run)}`}
          </Button>
        )}
      </div>
    </Panel>
  );
}

/** What happened to a written zip. */
function written({ certificate }: ExportReport, proof: Remote<Certificate>, isDownloaded: boolean): string {
  const place = isDownloaded ? 'handed to your downloads' : 'kept in this browser’s storage';
  switch (proof.status) {
    case 'idle':
      return `Written, ${place}.`;
    case 'pending':
      return `Written, ${place}; now it is compared with the studio.`;
    case 'ready':
      return `Written and compared, ${place}.`;
    case 'failed':
      return `Written ${certificate === null ? 'without a' : 'with an earlier'} certificate, ${place}.`;
  }
}

function weightsName({ best }: RunRecord): string {
  return best === null ? 'the model' : `the best model, step ${best.step}`;
}

/** What stands here before any run has weights. */
export function NothingToExport() {
  return (
    <Page title="Export">
      <EmptyState
        icon={<IconPackageExport size={20} />}
        title="No model to take home yet"
        action={
          <Button component="a" href={routeTo('train')}>
            Go to training
          </Button>
        }
      >
        After the first checkpoint, the model can be exported as a zip for Python.
      </EmptyState>
    </Page>
  );
}
