import { Button } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { PRECISION_NAMES } from '../../core/catalog/precisions';
import {
  type Certificate,
  CERTIFICATE_BOUNDS,
  type CertifiedFormat,
  type MeasuredFormat,
} from '../../core/contract/export';
import { formatBytes, formatCount, formatMilliseconds, formatShare } from '../../core/units';
import { Status, type StatusState } from '../../ui/status';
import { boundText, differenceText, METRIC_LABELS, metricShift, VERDICTS } from './certificate-words';
import classes from './certificate.module.css';
import { FailureFacts } from './failure-facts';

interface CertificateFormatsProps {
  readonly certificate: Certificate;
  readonly onShowChanges: (format: MeasuredFormat) => void;
}

/** The formats of the zip beside each other: first what the others are measured by. */
export function CertificateFormats({ certificate, onShowChanges }: CertificateFormatsProps) {
  return (
    <ul className={classes.formats} aria-label="Formats">
      <Reference certificate={certificate} />
      {certificate.formats.map((format) => (
        <Format
          key={format.precision}
          format={format}
          certificate={certificate}
          onShowChanges={onShowChanges}
        />
      ))}
    </ul>
  );
}

interface CardProps {
  readonly title: string;
  readonly file: string;
  readonly verdict: ReactNode;
  readonly bound: string;
  readonly children: ReactNode;
}

function Card({ title, file, verdict, bound, children }: CardProps) {
  const titleId = useId();
  return (
    <li className={classes.format} aria-labelledby={titleId}>
      <div className={classes.head}>
        <h3 id={titleId}>{title}</h3>
        {verdict}
        <code className={classes.file}>{file}</code>
      </div>
      <p className={classes.bound}>{bound}</p>
      {children}
    </li>
  );
}

function Reference({ certificate: { engine, metric } }: { readonly certificate: Certificate }) {
  return (
    <Card
      title="transformers"
      file={engine.weights.file}
      verdict={<span className={classes.measure}>Reference</span>}
      bound="The studio’s own weights in float32, for Python; the other files are compared with its answers."
    >
      <dl className={classes.figures}>
        <Figure term="Largest difference">–</Figure>
        <Figure term="Changed">–</Figure>
        <Figure term={METRIC_LABELS[metric]}>
          {formatShare(engine.metric)}
          <small>the studio</small>
        </Figure>
        <Figure term="A text takes">–</Figure>
        <Figure term="Size">{formatBytes(engine.weights.sizeBytes)}</Figure>
      </dl>
    </Card>
  );
}

const STATES: Readonly<Record<CertifiedFormat['outcome'], StatusState>> = {
  kept: 'done',
  missed: 'failed',
  failed: 'failed',
  unmade: 'blocked',
};

interface FormatProps extends CertificateFormatsProps {
  readonly format: CertifiedFormat;
}

function Format({ format, certificate, onShowChanges }: FormatProps) {
  const { precision, file, outcome } = format;
  const name = PRECISION_NAMES[precision];
  return (
    <Card
      title={name}
      file={file}
      verdict={<Status state={STATES[outcome]}>{VERDICTS[outcome]}</Status>}
      bound={`Bound: ${boundText(precision, certificate.metric)}`}
    >
      {'failure' in format ? (
        <FailureFacts
          failure={format.failure}
          sizeBytes={format.outcome === 'failed' ? format.sizeBytes : null}
        />
      ) : (
        <Measured format={format} certificate={certificate} onShowChanges={onShowChanges} />
      )}
    </Card>
  );
}

function Measured({ format, certificate, onShowChanges }: FormatProps & { readonly format: MeasuredFormat }) {
  const { precision, outcome, largestDifference, changedCount, metric } = format;
  const { kind } = CERTIFICATE_BOUNDS[precision];
  return (
    <dl className={classes.figures} data-outcome={outcome}>
      <Figure term="Largest difference" isJudged={kind === 'logits'}>
        {differenceText(largestDifference)}
      </Figure>
      <Figure term="Changed">
        {changedCount === 0 ? (
          `0 of ${formatCount(certificate.predictions)}`
        ) : (
          <Button
            className={classes.changed}
            size="compact-xs"
            variant="subtle"
            aria-label={`${formatCount(changedCount)} of ${formatCount(certificate.predictions)} changed in ${PRECISION_NAMES[precision]}: show them`}
            onClick={() => onShowChanges(format)}
          >
            {formatCount(changedCount)} of {formatCount(certificate.predictions)}
          </Button>
        )}
      </Figure>
      <Figure term={METRIC_LABELS[certificate.metric]} isJudged={kind === 'metric'}>
        {formatShare(metric)}
        <small>{metricShift(format, certificate)}</small>
      </Figure>
      <Figure term="A text takes">{formatMilliseconds(format.millisecondsPerText)}</Figure>
      <Figure term="Size">{formatBytes(format.sizeBytes)}</Figure>
    </dl>
  );
}

interface FigureProps {
  readonly term: string;
  /** Whether the bound is on this figure. */
  readonly isJudged?: boolean;
  readonly children: ReactNode;
}

function Figure({ term, isJudged = false, children }: FigureProps) {
  return (
    <div data-judged={isJudged || undefined}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
