/** How a metric is shown; keys are the names in `Evaluation.metrics`, as scikit-learn and the Trainer call them. */
export interface MetricRecord {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  readonly higherIsBetter: boolean;
  readonly format: 'share' | 'number';
}

export const EVALUATION_METRICS: readonly MetricRecord[] = [
  {
    key: 'loss',
    label: 'Loss',
    help: 'Mean cross-entropy on the validation rows.',
    higherIsBetter: false,
    format: 'number',
  },
  {
    key: 'accuracy',
    label: 'Accuracy',
    help: 'Share of rows predicted right.',
    higherIsBetter: true,
    format: 'share',
  },
  {
    key: 'f1_macro',
    label: 'F1 macro',
    help: 'Mean of the labels’ F1: every label counts the same.',
    higherIsBetter: true,
    format: 'share',
  },
  {
    key: 'f1_weighted',
    label: 'F1 weighted',
    help: 'The labels’ F1 weighted by how many rows they have.',
    higherIsBetter: true,
    format: 'share',
  },
  {
    key: 'precision_macro',
    label: 'Precision macro',
    help: 'Of the rows given a label, the share that deserves it; mean over labels.',
    higherIsBetter: true,
    format: 'share',
  },
  {
    key: 'precision_weighted',
    label: 'Precision weighted',
    help: 'Precision weighted by the labels’ rows.',
    higherIsBetter: true,
    format: 'share',
  },
  {
    key: 'recall_macro',
    label: 'Recall macro',
    help: 'Of the rows that have a label, the share found; mean over labels.',
    higherIsBetter: true,
    format: 'share',
  },
  {
    key: 'recall_weighted',
    label: 'Recall weighted',
    help: 'Recall weighted by the labels’ rows: equals accuracy.',
    higherIsBetter: true,
    format: 'share',
  },
  {
    key: 'matthews_correlation',
    label: 'Matthews correlation',
    help: 'From −1 to 1, 0 for guessing: stays honest when one label is far more frequent than the others.',
    higherIsBetter: true,
    format: 'number',
  },
];
