import {
  type Certificate,
  CERTIFICATE_BOUNDS,
  type CertifiedFormat,
  type ChangedPrediction,
  DTYPES,
} from '../../../core/contract/export';
import { describeFailure } from '../../../core/contract/error-messages';
import { formatBytes } from '../../../core/units';
import { plain, table } from '../model-card/tables';

/** The heading under which a certificate stands: the last section of a card. */
const HEADING = '## Certificate';

/** Changed predictions that the card lists for one file; certificate.json has more. */
const LISTED = 10;

/** The card with a certificate at its end, in place of the one it may have had. */
export function withCertificate(card: string, certificate: Certificate): string {
  const at = card.indexOf(`\n${HEADING}\n`);
  const body = (at < 0 ? card : card.slice(0, at)).trimEnd();
  return `${body}\n\n${HEADING}\n\n${paragraphs(certificate).join('\n\n')}\n`;
}

function paragraphs(certificate: Certificate): string[] {
  const { rows, splitRows, split, step, engine, device, threads, metric, formats } = certificate;
  const libraries = Object.entries(certificate.libraries).map(([name, version]) => `${name} ${version}`);
  const where = device === 'webgpu' ? 'WebGPU' : `WASM, ${threads} thread${threads === 1 ? '' : 's'}`;
  return [
    `Before the download, the ONNX files of this folder were opened with ${libraries.join(' on ')} (${where}) and asked about ${rows} of the ${splitRows} rows of the ${split} split; the answers were compared with those of the engine that trained the model (step ${step}, ${engine.backend}), whose ${METRIC_NAMES[metric]} there is ${engine.metric.toFixed(4)}.`,
    table(
      [
        'File',
        'dtype',
        'Verdict',
        'Largest difference',
        'Changed',
        METRIC_NAMES[metric],
        'Size',
        'ms a text',
      ],
      formats.map((format) => cells(format, certificate)),
    ),
    `Bounds: ${formats.map(boundOf).join(', ')}. "Changed" counts predictions (${certificate.predictions} were compared) that are not the engine's.`,
    ...tokenizerNote(certificate),
    ...formats.flatMap(changesNote),
    ...formats.flatMap(failureNote),
  ];
}

const METRIC_NAMES: Readonly<Record<Certificate['metric'], string>> = {
  accuracy: 'accuracy',
  f1: 'entity F1',
};

const VERDICTS: Readonly<Record<CertifiedFormat['outcome'], string>> = {
  kept: 'keeps its bound',
  missed: '**misses its bound**',
  failed: '**does not run**',
  unmade: '**not made**',
};

function cells(format: CertifiedFormat, { predictions }: Certificate): string[] {
  const first = [`\`${format.file}\``, DTYPES[format.precision], VERDICTS[format.outcome]];
  if (format.outcome === 'unmade') return [...first, '–', '–', '–', '–', '–'];
  // A plain space: many editors show the other one as an error.
  const size = formatBytes(format.sizeBytes).replaceAll('\u00a0', ' ');
  if (format.outcome === 'failed') return [...first, '–', '–', '–', size, '–'];
  return [
    ...first,
    format.largestDifference.toExponential(1),
    `${format.changedCount} of ${predictions}`,
    format.metric.toFixed(4),
    size,
    format.millisecondsPerText.toFixed(1),
  ];
}

function boundOf({ precision }: CertifiedFormat): string {
  const { kind, limit } = CERTIFICATE_BOUNDS[precision];
  const dtype = DTYPES[precision];
  return kind === 'logits'
    ? `${dtype} a difference of ${limit} in any logit`
    : `${dtype} ${limit * 100} point of the metric`;
}

function tokenizerNote({ tokenizer: { compared, different, failure } }: Certificate): string[] {
  if (failure !== null) {
    return [
      '**transformers.js cannot read the tokenizer**: where it is used, something else must make the tokens.',
    ];
  }
  if (compared === 0) return [];
  if (different.length === 0) {
    return [`The tokenizer of transformers.js reads the texts of all ${compared} rows as the training did.`];
  }
  const rows = different.slice(0, LISTED).map(({ row }) => row);
  const more = different.length > LISTED ? ', …' : '';
  return [
    `The tokenizer of transformers.js reads the texts of ${different.length} of ${compared} rows as other tokens than the training did (rows ${rows.join(', ')}${more}).`,
  ];
}

function changesNote(format: CertifiedFormat): string[] {
  if (!('changed' in format) || format.changedCount === 0) return [];
  const listed = format.changed.slice(0, LISTED).map(changeText);
  const more = format.changedCount > listed.length ? '; certificate.json lists more' : '';
  return [`Changed in ${DTYPES[format.precision]}: ${listed.join('; ')}${more}.`];
}

function changeText({ row, token, truth, engine, exported }: ChangedPrediction): string {
  const place = token === null ? `row ${row}` : `row ${row}, token ${token}`;
  const right = truth === null ? '' : ` (labelled ${plain(truth)})`;
  return `${place}: ${plain(engine)} became ${plain(exported)}${right}`;
}

function failureNote(format: CertifiedFormat): string[] {
  if (!('failure' in format)) return [];
  const { code, details } = format.failure;
  if (format.outcome === 'unmade') {
    return [`${DTYPES[format.precision]} is not there: ${plain(describeFailure(format.failure).message)}`];
  }
  const reason = typeof details['reason'] === 'string' ? `: ${plain(details['reason'])}` : '';
  return [`${DTYPES[format.precision]} was not run (${code}${reason}).`];
}
