import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import {
  type Certificate,
  CERTIFICATE_ROWS,
  type ExportReport,
  type InferenceDevice,
  type MeasuredFormat,
} from '../../core/contract/export';
import type { OperationEvent } from '../../core/contract/events';
import type { RunRecord } from '../../core/contract/run';
import { formatCount } from '../../core/units';
import { type Remote, valueOf } from '../../state/remote';
import { DeviceChoice } from '../../ui/device-choice';
import { FailureCard } from '../../ui/failure-card';
import { Notice } from '../../ui/notice';
import { OperationProgress } from '../../ui/operation-progress';
import { Panel } from '../../ui/panel';
import { CertificateBounds } from './certificate-bounds';
import { CertificateFormats } from './certificate-formats';
import { deviceText, rowsText, summary, tokenizerText } from './certificate-words';
import classes from './certificate.module.css';

export interface CertificateViewProps {
  readonly run: RunRecord;
  /** The zip that is certified. */
  readonly job: Remote<ExportReport>;
  readonly proof: Remote<Certificate>;
  /** Why nothing can be compared now, or null. */
  readonly blocked: string | null;
  readonly onCertify: (device: InferenceDevice) => void;
  readonly onCancel: () => void;
  readonly onShowChanges: (format: MeasuredFormat) => void;
}

/** The proof before the download: the exported files against the studio. */
export function CertificateView(props: CertificateViewProps) {
  const { job, proof } = props;
  const certificate = proof.status === 'ready' ? proof.value : null;
  const isZipThere = job.status === 'ready';
  return (
    <Panel
      title="Certificate"
      description={`Before the download, the ONNX files are opened by transformers.js, as a web page would, and asked about up to ${formatCount(CERTIFICATE_ROWS)} rows. The model card tells the result too.`}
      actions={isZipThere && proof.status !== 'pending' ? <Compare {...props} /> : undefined}
      footer={certificate === null ? undefined : <Circumstances certificate={certificate} />}
      flush={certificate !== null}
    >
      <Body {...props} />
    </Panel>
  );
}

function Body({ run, job, proof, onCancel, onShowChanges }: CertificateViewProps): ReactNode {
  switch (proof.status) {
    case 'ready':
      return (
        <>
          <Finding run={run} certificate={proof.value} />
          <CertificateFormats certificate={proof.value} onShowChanges={onShowChanges} />
        </>
      );
    case 'pending':
      return (
        <OperationProgress name={subjectOf(proof.progress)} progress={proof.progress} onCancel={onCancel} />
      );
    case 'failed':
      return (
        <div className={classes.states}>
          <FailureCard failure={proof.failure} subject="Certificate" />
          {job.status === 'ready' ? (
            <p className={classes.note}>
              {job.value.certificate === null
                ? 'The zip is complete all the same; its card has no certificate.'
                : 'The zip still holds the certificate that was made before.'}
            </p>
          ) : null}
        </div>
      );
    case 'idle':
      return job.status === 'ready' ? (
        <Notice tone="warn" title="Not compared">
          The zip was written, but not compared to the end: its card has no certificate.
        </Notice>
      ) : (
        <CertificateBounds task={run.spec.task} />
      );
  }
}

/** What the work is about at each of its stages. */
function subjectOf(progress: OperationEvent | null): string {
  if (progress?.stage === 'predicting') return 'the rows in the studio';
  return progress?.stage === 'writing' ? 'the certificate into the zip' : 'the ONNX files';
}

function Finding({
  run,
  certificate,
}: Pick<CertificateViewProps, 'run'> & { readonly certificate: Certificate }) {
  const { isGood, text } = summary(certificate);
  const best = run.best?.step ?? certificate.step;
  return (
    <div className={classes.finding}>
      <Notice tone={isGood ? 'good' : 'warn'} title={text} live>
        Compared on {rowsText(certificate)} at step {formatCount(certificate.step)}.
      </Notice>
      {best === certificate.step ? null : (
        <Notice tone="warn">
          The run has better weights now, of step {formatCount(best)}: write the zip again to take those home.
        </Notice>
      )}
    </div>
  );
}

const BACKEND_NAMES: Readonly<Record<Certificate['engine']['backend'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  cpu: 'the plain processor',
};

function Circumstances({ certificate }: { readonly certificate: Certificate }) {
  const tokenizer = tokenizerText(certificate);
  return (
    <>
      {deviceText(certificate)}; the studio on {BACKEND_NAMES[certificate.engine.backend]}.{' '}
      {tokenizer === null ? '' : `${tokenizer} `}
      Times are medians, one text at a time, on this computer.
    </>
  );
}

function Compare({ proof, blocked, onCertify }: CertificateViewProps) {
  const [device, setDevice] = useState<InferenceDevice>(valueOf(proof)?.device ?? 'wasm');
  return (
    <>
      <DeviceChoice label="Device to compare on" device={device} onChange={setDevice} />
      <Button size="xs" variant="default" disabled={blocked !== null} onClick={() => onCertify(device)}>
        {proof.status === 'ready' ? 'Compare again' : 'Compare now'}
      </Button>
    </>
  );
}
