import type { Task } from '../contract/task';

/** How a metric is shown; keys are the names in `Evaluation.metrics`, as scikit-learn, run_ner and the Trainer call them. */
export interface MetricRecord {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  readonly higherIsBetter: boolean;
  readonly format: 'share' | 'number';
  readonly tasks: readonly Task[];
}

const TEXT = ['text-classification'] as const;
const TOKEN = ['token-classification'] as const;

export const EVALUATION_METRICS: readonly MetricRecord[] = [
  {
    key: 'loss',
    label: 'Loss',
    help: 'Mean cross-entropy: of the rows, or of the labelled tokens.',
    higherIsBetter: false,
    format: 'number',
    tasks: [...TEXT, ...TOKEN],
  },
  {
    key: 'f1',
    label: 'F1',
    help: 'Of whole entities, type and boundaries right: harmonic mean of precision and recall, as seqeval counts (micro).',
    higherIsBetter: true,
    format: 'share',
    tasks: TOKEN,
  },
  {
    key: 'precision',
    label: 'Precision',
    help: 'Of the entities found, the share that is exactly right.',
    higherIsBetter: true,
    format: 'share',
    tasks: TOKEN,
  },
  {
    key: 'recall',
    label: 'Recall',
    help: 'Of the true entities, the share found exactly.',
    higherIsBetter: true,
    format: 'share',
    tasks: TOKEN,
  },
  {
    key: 'accuracy',
    label: 'Accuracy',
    help: 'Share of rows predicted right; of words whose tag is right, O counted, where words are tagged.',
    higherIsBetter: true,
    format: 'share',
    tasks: [...TEXT, ...TOKEN],
  },
  {
    key: 'f1_macro',
    label: 'F1 macro',
    help: 'Mean of the labels’ F1: every label counts the same.',
    higherIsBetter: true,
    format: 'share',
    tasks: TEXT,
  },
  {
    key: 'f1_weighted',
    label: 'F1 weighted',
    help: 'The labels’ F1 weighted by how many rows they have.',
    higherIsBetter: true,
    format: 'share',
    tasks: TEXT,
  },
  {
    key: 'precision_macro',
    label: 'Precision macro',
    help: 'Of the rows given a label, the share that deserves it; mean over labels.',
    higherIsBetter: true,
    format: 'share',
    tasks: TEXT,
  },
  {
    key: 'precision_weighted',
    label: 'Precision weighted',
    help: 'Precision weighted by the labels’ rows.',
    higherIsBetter: true,
    format: 'share',
    tasks: TEXT,
  },
  {
    key: 'recall_macro',
    label: 'Recall macro',
    help: 'Of the rows that have a label, the share found; mean over labels.',
    higherIsBetter: true,
    format: 'share',
    tasks: TEXT,
  },
  {
    key: 'recall_weighted',
    label: 'Recall weighted',
    help: 'Recall weighted by the labels’ rows: equals accuracy.',
    higherIsBetter: true,
    format: 'share',
    tasks: TEXT,
  },
  {
    key: 'matthews_correlation',
    label: 'Matthews correlation',
    help: 'From −1 to 1, 0 for guessing: stays honest when one label is far more frequent than the others.',
    higherIsBetter: true,
    format: 'number',
    tasks: TEXT,
  },
  {
    key: 'strict_f1',
    label: 'F1 strict',
    help: 'The same by the letter of IOB2: an entity that does not begin with B- counts as none (seqeval’s strict mode).',
    higherIsBetter: true,
    format: 'share',
    tasks: TOKEN,
  },
  {
    key: 'strict_precision',
    label: 'Precision strict',
    help: 'Of the well-formed entities found, the share that is exactly right.',
    higherIsBetter: true,
    format: 'share',
    tasks: TOKEN,
  },
  {
    key: 'strict_recall',
    label: 'Recall strict',
    help: 'Of the true entities, the share found exactly and well-formed.',
    higherIsBetter: true,
    format: 'share',
    tasks: TOKEN,
  },
  {
    key: 'token_f1_weighted',
    label: 'Token F1 weighted',
    help: 'Tags of single tokens, O counted, F1 weighted by how many tokens a tag has: flatters, because most tokens are O.',
    higherIsBetter: true,
    format: 'share',
    tasks: TOKEN,
  },
  {
    key: 'token_accuracy',
    label: 'Token accuracy',
    help: 'Share of labelled tokens whose tag is right, O counted.',
    higherIsBetter: true,
    format: 'share',
    tasks: TOKEN,
  },
];

/** What stands first for a task, best known first. */
export const HEADLINE_METRICS: Readonly<Record<Task, readonly string[]>> = {
  'text-classification': ['loss', 'accuracy', 'f1_macro', 'f1_weighted'],
  'token-classification': ['f1', 'precision', 'recall', 'accuracy', 'loss'],
};

/** Records of metrics in the order of their keys. */
export function metricsOf(keys: readonly string[]): MetricRecord[] {
  return keys.flatMap((key) => EVALUATION_METRICS.filter((metric) => metric.key === key));
}
