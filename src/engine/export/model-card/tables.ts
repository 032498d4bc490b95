import { EVALUATION_METRICS, type MetricRecord } from '../../../core/catalog/metrics';
import type { Evaluation } from '../../../core/contract/run';
import type { LogEntry } from '../../train/log-history';

/** Text inside a Markdown table cell or line: names of labels and files are other people's. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#]/g, '\\$&');
}

/** Four decimals, as transformers' own cards have them. */
function decimals(value: number): string {
  return Number.isFinite(value) ? value.toFixed(4) : String(value);
}

export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function measuredMetrics(has: (key: string) => boolean): readonly MetricRecord[] {
  return EVALUATION_METRICS.filter(({ key }) => key !== 'loss' && has(key));
}

/** One row for each evaluation during training; "No log" where no training loss was logged before it. */
export function trainingResults(logHistory: readonly LogEntry[]): string | null {
  const evaluations = logHistory.filter((entry) => entry['eval_loss'] !== undefined);
  if (evaluations.length === 0) return null;
  const metrics = measuredMetrics((key) => evaluations.some((entry) => entry[`eval_${key}`] !== undefined));
  const rows = evaluations.map((evaluation) => {
    const logs = logHistory.slice(0, logHistory.indexOf(evaluation)).filter((e) => e['loss'] !== undefined);
    const loss = logs.at(-1)?.['loss'];
    const cell = (key: string) => decimals(evaluation[key] ?? Number.NaN);
    return [
      loss === undefined ? 'No log' : decimals(loss),
      cell('epoch'),
      String(evaluation['step']),
      cell('eval_loss'),
      ...metrics.map(({ key }) => cell(`eval_${key}`)),
    ];
  });
  const header = ['Training Loss', 'Epoch', 'Step', 'Validation Loss', ...metrics.map(({ label }) => label)];
  return table(header, rows);
}

/** What was measured with the exported weights on one split. */
export function evaluationTable(evaluation: Evaluation): string {
  const shown = EVALUATION_METRICS.flatMap(({ key, label }) => {
    const value = evaluation.metrics[key];
    return value === undefined ? [] : [[label, decimals(value)]];
  });
  return table(['Metric', 'Value'], shown);
}

/** By label and its rows, or by type of entity. */
export function labelTable(evaluation: Evaluation): string {
  const [label, support] = evaluation.entities === null ? ['Label', 'Rows'] : ['Type', 'Entities'];
  return table(
    [label, 'Precision', 'Recall', 'F1', support],
    evaluation.perLabel.map((row) => [
      plain(row.label),
      decimals(row.precision),
      decimals(row.recall),
      decimals(row.f1),
      String(row.support),
    ]),
  );
}
