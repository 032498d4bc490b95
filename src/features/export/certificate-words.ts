import {
  type Certificate,
  CERTIFICATE_BOUNDS,
  type CertifiedFormat,
  type MeasuredFormat,
  type Precision,
} from '../../core/contract/export';
import { INFERENCE_DEVICE_NAMES, PRECISION_NAMES } from '../../core/catalog/precisions';
import { formatCount, formatCounted } from '../../core/units';

type Metric = Certificate['metric'];

export const METRIC_LABELS: Readonly<Record<Metric, string>> = { accuracy: 'Accuracy', f1: 'Entity F1' };

export const VERDICTS: Readonly<Record<CertifiedFormat['outcome'], string>> = {
  kept: 'Passed',
  missed: 'Missed',
  failed: 'Does not run',
  unmade: 'Not made',
};

/** What a format must keep to: "no logit off by more than 0.0001". */
export function boundText(precision: Precision, metric: Metric): string {
  const { kind, limit } = CERTIFICATE_BOUNDS[precision];
  if (kind === 'logits') return `no logit off by more than ${limit}`;
  return `${METRIC_LABELS[metric].replace(/^./, (letter) => letter.toLowerCase())} within ${pointsText(limit)} of the studio’s`;
}

/** A share of one as percentage points: 0.05 → "5 points", 0.0125 → "1.3 points". */
function pointsText(share: number): string {
  const points = Number((share * 100).toFixed(1));
  return `${points}\u00a0${points === 1 ? 'point' : 'points'}`;
}

/** How far the metric moved: "as the studio", "5 points lower". */
export function metricShift({ metric }: MeasuredFormat, { engine }: Certificate): string {
  const shift = metric - engine.metric;
  if (Math.abs(shift) < 0.0005) return 'as the studio';
  return `${pointsText(Math.abs(shift))} ${shift < 0 ? 'lower' : 'higher'}`;
}

/** Two digits that mean something: 3.1e-6, 0.0034, 0.21. */
export function differenceText(difference: number): string {
  if (difference === 0) return '0';
  return difference < 1e-3 ? difference.toExponential(1) : difference.toPrecision(2);
}

/** The finding in one sentence. */
export function summary({ formats }: Certificate): { readonly isGood: boolean; readonly text: string } {
  const missed = formats.filter(({ outcome }) => outcome === 'missed');
  const failed = formats.filter(({ outcome }) => outcome === 'failed');
  const unmade = formats.filter(({ outcome }) => outcome === 'unmade');
  if (missed.length + failed.length + unmade.length === 0) {
    return { isGood: true, text: `All ${formats.length} ONNX files keep to their bounds.` };
  }
  const parts = [
    ...(missed.length === 0
      ? []
      : [`${names(missed)} ${missed.length === 1 ? 'misses its bound' : 'miss their bounds'}`]),
    ...(failed.length === 0 ? [] : [`${names(failed)} ${failed.length === 1 ? 'does' : 'do'} not run here`]),
    ...(unmade.length === 0 ? [] : [`${names(unmade)} cannot be made`]),
  ];
  const rest = formats.filter(({ outcome }) => outcome === 'kept');
  const kept = rest.length === 0 ? '' : `; ${names(rest)} passed`;
  return { isGood: false, text: `${parts.join(', ')}${kept}.` };
}

function names(formats: readonly CertifiedFormat[]): string {
  return formats.map(({ precision }) => PRECISION_NAMES[precision]).join(' and ');
}

/** "200 of 1,998 test rows", "all 20 test rows". */
export function rowsText({ rows, splitRows, split }: Certificate): string {
  return rows === splitRows
    ? `all ${formatCount(rows)} ${split} rows`
    : `${formatCount(rows)} of ${formatCount(splitRows)} ${split} rows`;
}

/** On what the files ran. */
export function deviceText({ device, threads, libraries }: Certificate): string {
  const where =
    device === 'wasm' ? `WASM, ${formatCounted(threads, 'thread')}` : INFERENCE_DEVICE_NAMES[device];
  const what = Object.entries(libraries).map(([name, version]) => `${name} ${version}`);
  return `${what.join(', ')} (${where})`;
}

/** Whether the library reads the texts as the studio does; null where nothing was left to compare. */
export function tokenizerText({ tokenizer: { compared, different, failure } }: Certificate): string | null {
  if (failure !== null)
    return 'It cannot read the tokenizer: where it is used, something else must make the tokens.';
  if (compared === 0) return null;
  if (different.length === 0)
    return `Its tokenizer reads all ${formatCount(compared)} texts as the studio does.`;
  const rows = different.slice(0, 5).map(({ row }) => formatCount(row));
  const more = different.length > rows.length ? ', …' : '';
  return `Its tokenizer reads ${formatCounted(different.length, 'text')} of ${formatCount(compared)} as other tokens: row ${rows.join(', ')}${more}.`;
}
