import { exampleEvaluation } from '../../state/testing/example-run';
import { EXAMPLE_TAGS, exampleTokenEvaluation } from '../../state/testing/example-token-run';
import type { Evaluation } from '../../core/contract/run';
import type { RunEventBody } from '../../core/contract/events';
import type { Stage } from './stage';

const SENTENCES = [
  ['Zachary/B-PER Raicik/I-PER works for Corvus/B-ORG and lives in San/B-LOC Diego/I-LOC ./O'],
  ['The Corvus/B-ORG board met in Lisbon/B-LOC on Tuesday'],
  ['Marguerite/B-PER Delacroix/I-PER left Northwind/B-ORG for Corvus/B-ORG'],
  ['Rain is expected over Hamburg/B-LOC and Bremen/B-LOC'],
  ['A spokesman for Northwind/B-ORG Instruments/I-ORG declined to comment'],
  ['Ines/B-PER Okafor/I-PER will join the Lisbon/B-LOC office of Corvus/B-ORG'],
].flat();

/** Tagged sentences: made up, the same each time. */
function tagged(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const words = (SENTENCES[i % SENTENCES.length] ?? '').split(' ').map((word) => word.split(/\/(?=[BIO])/));
    return `${words.map(([text]) => text).join(' ')},${words.map(([, tag = 'O']) => tag).join(' ')}`;
  });
  return ['tokens,tags', ...lines].join('\n');
}

/** A dataset of tagged sentences, in use. */
export async function withSentences(stage: Stage, rows = 1200): Promise<string> {
  const id = await stage.store.getState().datasets.createFromText(tagged(rows), 'newsroom.csv');
  if (id === null) throw new Error('the scene has no dataset');
  await stage.store.getState().setup.refresh();
  return id;
}

/** Begins the run that the set-up describes. */
export async function begin(stage: Stage, name: string): Promise<string> {
  const id = await stage.store.getState().runs.start(name);
  if (id === null) throw new Error('the scene has no run');
  return id;
}

const TOTAL = 405;

/** Curves, evaluations and a checkpoint at each epoch's end, up to `step`. */
export async function trainTo(
  stage: Stage,
  step: number,
  evaluate: (step: number) => Evaluation,
): Promise<void> {
  const steps = Array.from({ length: step }, (_, i) => i + 1);
  const curve = (of: (share: number) => number) => steps.map((n) => of(n / TOTAL));
  const wave = (share: number, size: number) => size * Math.sin(share * 230) * (1 - share / 2);
  await stage.fake.run.emit({
    type: 'metrics',
    step,
    columns: {
      steps,
      values: {
        'train/loss': curve((share) => 0.12 + 0.9 * Math.exp(-5 * share) + wave(share, 0.05)),
        'train/grad_norm': curve((share) => 1.1 + 2 * Math.exp(-4 * share) + wave(share, 0.4)),
        'train/learning_rate': curve((share) => 5e-5 * Math.min(10 * share, (1 - share) / 0.9)),
      },
    },
  });
  for (let at = TOTAL / 3; at <= step; at += TOTAL / 3) {
    for (const event of evaluated(evaluate(at))) await stage.fake.run.emit(event);
  }
  await stage.fake.run.emit({
    type: 'progress',
    step,
    progress: {
      step,
      totalSteps: TOTAL,
      epoch: (3 * step) / TOTAL,
      elapsedSeconds: 0.7 * step,
      secondsLeft: step === TOTAL ? null : 0.7 * (TOTAL - step),
      tokensPerSecond: 5200,
      phase: 'training',
    },
  });
  if (step === TOTAL) await stage.fake.run.transition({ type: 'complete' }, step);
}

function evaluated(evaluation: Evaluation): RunEventBody[] {
  const { step, metrics } = evaluation;
  const values = Object.fromEntries(Object.entries(metrics).map(([key, value]) => [`eval/${key}`, [value]]));
  return [
    { type: 'metrics', step, columns: { steps: [step], values } },
    { type: 'evaluation', step, evaluation },
    {
      type: 'checkpoint',
      step,
      checkpoint: { step, folder: `step-${step}`, createdAt: step, sizeBytes: 52_000_000, resumable: true },
    },
  ];
}

/** Evaluations of a run that learns; rows behind figures come from the run's first file. */
function entityScores(fileId: string, labels: readonly string[]): (step: number) => Evaluation {
  const places = labels.map((label) => EXAMPLE_TAGS.indexOf(label));
  return (step) => {
    const evaluation = exampleTokenEvaluation(step, {}, fileId);
    const rest = (TOTAL - step) / TOTAL;
    const metrics = Object.entries(evaluation.metrics).map(([key, value]) => [
      key,
      key === 'loss' ? value + rest * 0.4 : value - rest * 0.3 * (key.includes('f1') ? 1.2 : 0.6),
    ]);
    const confusion = places.map((row) => places.map((column) => evaluation.confusion[row]?.[column] ?? 0));
    return { ...evaluation, epoch: (3 * step) / TOTAL, metrics: Object.fromEntries(metrics), confusion };
  };
}

/** A token classifier at `step`; all of it where none is given. */
export async function withTagger(stage: Stage, step = TOTAL): Promise<string> {
  await withSentences(stage);
  const id = await begin(stage, 'Names in the news');
  const { spec } = stage.store.getState().runs.items[0] ?? {};
  await trainTo(stage, step, entityScores(spec?.data.fileIds[0] ?? '', spec?.labels ?? []));
  return id;
}

/** Evaluations of a text classifier, with rows behind the wrong ones. */
export function labelScores(labels: readonly string[], fileId: string): (step: number) => Evaluation {
  return (step) => {
    const confusion = labels.map((_, truth) =>
      labels.map((_label, predicted) =>
        truth === predicted ? 41 + 7 * truth : (truth * 3 + predicted * 5) % 7,
      ),
    );
    const rows = (count: number, from: number) =>
      Array.from({ length: count }, (_, i) => ({ fileId, row: from + 7 * i + 1 }));
    const right = confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
    const total = confusion.flat().reduce((sum, count) => sum + count, 0);
    const accuracy = right / total - 0.2 * ((TOTAL - step) / TOTAL);
    return {
      ...exampleEvaluation(step, 18),
      epoch: (3 * step) / TOTAL,
      examples: total,
      metrics: { loss: 1.1 - accuracy, accuracy, f1_macro: accuracy - 0.012, f1_weighted: accuracy - 0.004 },
      perLabel: labels.map((label, i) => {
        const support = (confusion[i] ?? []).reduce((sum, count) => sum + count, 0);
        const found = confusion.reduce((sum, row) => sum + (row[i] ?? 0), 0);
        const hits = confusion[i]?.[i] ?? 0;
        const f1 = (2 * hits) / (support + found);
        return { label, precision: hits / found, recall: hits / support, f1, support };
      }),
      confusion,
      cells: confusion.flatMap((row, truth) =>
        row.flatMap((count, predicted) =>
          count === 0 ? [] : [{ truth, predicted, rows: rows(count, truth * 11 + predicted) }],
        ),
      ),
    };
  };
}

export const SENTENCE = 'Zachary Raicik works for Corvus and lives in San Diego';

/** Long words and a town that is taken for a person at first. */
export const REPORT =
  'Marguerite Delacroix of Northwind Instruments met the mayor of Williamsburg in Lisbon, and Corvus followed.';

/** Asks the run about texts, the last one in front. */
export async function ask(stage: Stage, runId: string, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    await stage.store.getState().playground.predict({ kind: 'run', runId, weights: 'best' }, [text]);
  }
}
