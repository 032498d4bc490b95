import { HEADLINE_METRICS, metricsOf } from '../../core/catalog/metrics';
import type { ModelRecord } from '../../core/contract/model';
import type { Evaluation, RunRecord } from '../../core/contract/run';
import type { Task } from '../../core/contract/task';
import { formatCount, formatNumber, formatShare } from '../../core/units';
import { typesOfTags } from '../../ui/entities/entity-types';
import { KeyValue, type KeyValueRow } from '../../ui/key-value';

/** The evaluation the card states: the test rows where they were scored, else the best on the validation rows. */
function stated({ evaluations, best }: RunRecord): Evaluation | null {
  const test = evaluations.filter(({ split }) => split === 'test').at(-1);
  const validation = evaluations.filter(({ split }) => split === 'validation');
  return test ?? validation.find(({ step }) => step === best?.step) ?? validation.at(-1) ?? null;
}

function metricRows(task: Task, evaluation: Evaluation | null): KeyValueRow[] {
  if (evaluation === null) return [{ term: 'Measured', value: 'Not evaluated yet: the card will say so.' }];
  return metricsOf(HEADLINE_METRICS[task]).flatMap(({ key, label, format }) => {
    const value = evaluation.metrics[key];
    if (value === undefined) return [];
    return [{ term: label, value: format === 'share' ? formatShare(value) : formatNumber(value) }];
  });
}

interface CardFactsProps {
  readonly run: RunRecord;
  readonly model: ModelRecord | null;
}

/** What the model card will say, before it is written. */
export function CardFacts({ run, model }: CardFactsProps) {
  const { spec } = run;
  const evaluation = stated(run);
  const base = model?.source.kind === 'hub' ? model.source.repo : spec.modelName;
  return (
    <KeyValue
      label="Model card"
      rows={[
        { term: 'Base model', value: base },
        {
          term: 'Licence',
          value: model?.licence ?? 'not stated by the base model',
          help: 'The base model’s licence usually holds for the fine-tuned weights too.',
        },
        spec.task === 'token-classification'
          ? { term: 'Entity types', value: typesOfTags(spec.labels).join(', ') }
          : { term: 'Labels', value: spec.labels.join(', ') },
        {
          term: 'Data',
          value: `${spec.datasetName}, ${formatCount(spec.data.splits.train.examples)} training rows`,
        },
        ...(evaluation === null
          ? []
          : [
              {
                term: 'Measured on',
                value: `${formatCount(evaluation.examples)} ${evaluation.split} rows, step ${formatCount(evaluation.step)}`,
              },
            ]),
        ...metricRows(spec.task, evaluation),
      ]}
    />
  );
}
