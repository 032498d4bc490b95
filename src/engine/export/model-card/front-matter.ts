import { EVALUATION_METRICS } from '../../../core/catalog/metrics';
import type { ModelRecord } from '../../../core/contract/model';
import type { Evaluation, RunRecord } from '../../../core/contract/run';
import type { Task } from '../../../core/contract/task';
import { toYaml, type Yaml } from './yaml';

const TASK_NAMES: Readonly<Record<Task, string>> = {
  'text-classification': 'Text Classification',
  'token-classification': 'Token Classification',
};

/**
 * "f1_macro" → type "f1", args { average: "macro" }: the Hub knows metrics by the names of the evaluate library. Those
 * of entities are seqeval's, under the names that run_ner gives them.
 */
function metricEntry(key: string, label: string, value: number): Yaml {
  const [type, args] = metricType(key);
  return { name: label, type, value, args };
}

function metricType(key: string): [type: string, args?: { readonly [name: string]: Yaml }] {
  if (key === 'matthews_correlation') return [key];
  const [type = key, average] = key.replace(/^(strict|token)_/, '').split('_');
  if (key.startsWith('strict_')) return [type, { mode: 'strict', scheme: 'IOB2' }];
  if (key.startsWith('token_')) return [type, { level: 'token', ...(average !== undefined && { average }) }];
  return average === undefined ? [type] : [type, { average }];
}

/** A result of the model index; the Hub drops results without metrics, so there is none then. */
function modelIndexResult(task: Task, datasetName: string, evaluation: Evaluation): Yaml[] {
  const metrics = EVALUATION_METRICS.flatMap(({ key, label }) => {
    const value = evaluation.metrics[key];
    return key === 'loss' || value === undefined || !Number.isFinite(value)
      ? []
      : [metricEntry(key, label, value)];
  });
  if (metrics.length === 0) return [];
  return [
    {
      task: { name: TASK_NAMES[task], type: task },
      dataset: { name: datasetName, type: 'custom', split: evaluation.split },
      metrics,
    },
  ];
}

/** The model's id on the Hub, where it came from there. */
function hubId(base: ModelRecord): string | undefined {
  return base.source.kind === 'hub' ? base.source.repo : undefined;
}

/** The metadata in front of a model card, with its two lines of dashes; `measured` are evaluations of these weights. */
export function frontMatter(run: RunRecord, base: ModelRecord, measured: readonly Evaluation[]): string {
  const { task, datasetName } = run.spec;
  const results = measured.flatMap((evaluation) => modelIndexResult(task, datasetName, evaluation));
  const metadata: Yaml = {
    library_name: 'transformers',
    license: base.licence ?? undefined,
    base_model: hubId(base),
    pipeline_tag: task,
    tags: ['generated_from_trainer', 'tabtune'],
    'model-index': results.length > 0 ? [{ name: run.name, results }] : undefined,
  };
  return `---\n${toYaml(metadata)}---\n`;
}
