import type { Evaluation } from '../../../src/core/contract/run';
import type { MetricColumns, MetricKey } from '../../../src/core/metrics/columns';
import type { FinishedRun, TrainerState } from './finished-run';

type LogEntry = TrainerState['log_history'][number];

/** What the Trainer measures of itself. */
const SPEED = new Set(['runtime', 'samples_per_second', 'steps_per_second', 'model_preparation_time']);

/** Curves of a training entry, by the names that the Trainer gives them. */
const CURVES: Readonly<Record<string, MetricKey>> = {
  loss: 'train/loss',
  grad_norm: 'train/grad_norm',
  learning_rate: 'train/learning_rate',
  epoch: 'train/epoch',
};

/** Figures of an evaluation entry without their prefix. */
function figuresOf(entry: LogEntry): Record<string, number> {
  const figures = Object.entries(entry).flatMap(([key, value]): [string, number][] => {
    const name = key.startsWith('eval_') ? key.slice('eval_'.length) : null;
    return name === null || SPEED.has(name) ? [] : [[name, value]];
  });
  return Object.fromEntries(figures);
}

type Values = Partial<Record<MetricKey, number>>;

/** What the curves have at an entry. */
function valuesOf(entry: LogEntry): Values {
  const values: Values = {};
  if (entry['loss'] !== undefined) {
    for (const [name, key] of Object.entries(CURVES)) values[key] = entry[name] ?? Number.NaN;
  }
  for (const [name, value] of Object.entries(figuresOf(entry))) values[`eval/${name}`] = value;
  return values;
}

/** The curves of a run, from `log_history` of trainer_state.json. */
export function curvesOf({ log_history: history }: TrainerState): MetricColumns {
  const points = history.flatMap((entry) => {
    const { step } = entry;
    const values = valuesOf(entry);
    const keys = Object.keys(values) as MetricKey[];
    return step === undefined || keys.length === 0 ? [] : [{ step, values, keys }];
  });
  const keys = [...new Set(points.flatMap((point) => point.keys))];
  return {
    steps: points.map(({ step }) => step),
    values: Object.fromEntries(
      keys.map((key) => [key, points.map(({ values }) => values[key] ?? Number.NaN)]),
    ),
  };
}

const isSame = (a: Evaluation, b: Evaluation): boolean => a.step === b.step && a.split === b.split;

/** Evaluations of a run: those of the log, and in their place those of results.json, which know labels and confusions. */
export function evaluationsOf({ run, state, results }: FinishedRun): Evaluation[] {
  const logged = state.log_history.flatMap((entry): Evaluation[] => {
    const { eval_loss: loss, step, epoch } = entry;
    if (loss === undefined || step === undefined) return [];
    return [
      {
        step,
        epoch: epoch ?? 0,
        split: 'validation',
        examples: run.spec.data.splits.validation?.examples ?? 0,
        seconds: entry['eval_runtime'] ?? 0,
        metrics: figuresOf(entry),
        perLabel: [],
        strictPerLabel: [],
        confusion: [],
        cells: [],
        entities: null,
      },
    ];
  });
  const known = results.evaluations.map(
    ({ per_label: perLabel, ...evaluation }): Evaluation => ({
      ...evaluation,
      epoch: logged.find(({ step }) => step === evaluation.step)?.epoch ?? state.epoch ?? 0,
      perLabel,
      strictPerLabel: [],
      cells: [],
      entities: null,
    }),
  );
  return [...logged.filter((evaluation) => !known.some((other) => isSame(other, evaluation))), ...known].sort(
    (a, b) => a.step - b.step,
  );
}
