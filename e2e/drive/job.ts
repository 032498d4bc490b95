import { basename, extname } from 'node:path';
import { stat } from 'node:fs/promises';
import { toRecipeFile } from '../../src/core/recipe/recipe-file.ts';
import { type Studio, STEPS } from '../pages/studio.ts';
import type { Report } from '../report-schema.ts';
import { readNewestRun, type StoredRun } from '../support/stored.ts';
import type { Watch } from '../support/watch.ts';
import type { DriveOptions } from './options.ts';
import type { Pictures } from './pictures.ts';
import { Stopwatch } from './stopwatch.ts';
import { watchTraining } from './training.ts';

/** A download over a slow line takes its time. */
const DOWNLOAD_MS = 3_600_000;
const LONG_WORK_MS = 3_600_000;

/** The main job through the page, as a person does it. Throws `ShownError` with what the page says when it fails. */
export async function drive(
  studio: Studio,
  url: string,
  options: DriveOptions,
  pictures: Pictures,
  seen: Watch,
  say: (line: string) => void,
): Promise<Report> {
  const watch = new Stopwatch();
  await studio.open(url);
  const open = watch.lap();
  if (pictures.areTaken) await takeEmpty(studio, pictures);

  watch.lap();
  await giveData(studio, options, pictures);
  const data = watch.lap();
  say(`data: ${basename(options.data)} read`);

  await giveModel(studio, options, pictures);
  const model = watch.lap();
  say('model: ready');

  await studio.model.next.click();
  await setUp(studio, options, say);
  await pictures.take('train');
  const trained = await watchTraining(studio, pictures, watch, say);
  await pictures.take('train-finished');

  watch.lap();
  const evaluate = await evaluateTest(studio, options, watch);
  await pictures.take('evaluate');
  const predictions = await ask(studio, options, pictures, say);
  watch.lap();
  const exported = await takeHome(studio, options, pictures);
  const exportSeconds = exported === null ? null : watch.lap();
  if (pictures.areTaken) {
    await studio.goTo('Runs');
    await pictures.take('runs');
  }

  const stored = await readNewestRun(studio.page);
  return {
    ...storedReport(stored),
    timings: {
      open,
      data,
      model,
      start: trained.startSeconds,
      train: trained.trainSeconds,
      evaluate,
      export: exportSeconds,
      total: watch.total(),
    },
    predictions,
    export: exported,
    requests_off_origin: [...seen.requestsOffOrigin],
    console_errors: [...seen.consoleErrors],
    main_thread: trained.mainThread,
  };
}

async function takeEmpty(studio: Studio, pictures: Pictures): Promise<void> {
  for (const step of STEPS) {
    await studio.goTo(step);
    await pictures.take(`empty-${step.toLowerCase()}`);
  }
  await studio.goTo('Data');
}

async function giveData(studio: Studio, options: DriveOptions, pictures: Pictures): Promise<void> {
  const { data, labels } = studio;
  await data.choose(options.data);
  await data.settled();
  await data.setTask(options.task);
  await data.settled();
  if (options.eval !== null) {
    await data.addFile(options.eval, basename(options.eval), 'All for testing');
    await data.settled();
  }
  await pictures.take('data');
  await data.next.click();
  await labels.settled();
  await pictures.take('labels');
  await labels.next.click();
}

async function giveModel({ model }: Studio, options: DriveOptions, pictures: Pictures): Promise<void> {
  switch (options.model.kind) {
    case 'starter':
      await model.useStarter();
      break;
    case 'folder':
      await model.chooseFolder(options.model.path);
      await model.arrived(basename(options.model.path), LONG_WORK_MS);
      break;
    case 'zip':
      await model.chooseZip(options.model.path);
      await model.arrived(basename(options.model.path, extname(options.model.path)), LONG_WORK_MS);
      break;
    case 'hub':
      await model.download(options.model.repo);
      await pictures.take('model-busy');
      await model.arrived(options.model.repo, DOWNLOAD_MS);
      break;
  }
  await pictures.take('model');
}

async function setUp(
  { training }: Studio,
  options: DriveOptions,
  say: (line: string) => void,
): Promise<void> {
  if (options.backend !== null) await training.computeOn(options.backend === 'wasm' ? 'WASM' : 'WebGPU');
  const refused = await training.setRecipe(options.recipe);
  if (refused.length > 0) say(`recipe: other settings switch off ${refused.join(', ')}`);
  say(`time: ${await training.measure()}`);
}

/** Scores the held-back file; the seconds it took, or null without one. */
async function evaluateTest(studio: Studio, options: DriveOptions, watch: Stopwatch): Promise<number | null> {
  await studio.goTo('Evaluate');
  if (options.eval === null) return null;
  watch.lap();
  await studio.evaluation.evaluate('Test', LONG_WORK_MS);
  return watch.lap();
}

async function ask(
  studio: Studio,
  options: DriveOptions,
  pictures: Pictures,
  say: (line: string) => void,
): Promise<Report['predictions']> {
  if (options.say.length === 0 && !pictures.areTaken) return [];
  await studio.goTo('Playground');
  const predictions: Report['predictions'] = [];
  for (const text of options.say) {
    const prediction =
      options.task === 'token-classification'
        ? await findEntities(studio, text, options.aggregation)
        : await classify(studio, text);
    predictions.push(prediction);
    say(`“${text}”: ${told(prediction)}`);
  }
  await pictures.take('playground');
  return predictions;
}

type Answer = Report['predictions'][number];

async function classify({ playground }: Studio, text: string): Promise<Answer> {
  const { tuned, base } = await playground.classify(text);
  return { text, scores: [...tuned], before_training: [...base] };
}

async function findEntities(
  { playground }: Studio,
  text: string,
  aggregation: DriveOptions['aggregation'],
): Promise<Answer> {
  await playground.findEntities(text);
  const { tuned, base } = await playground.aggregate(aggregation);
  return { text, aggregation, entities: [...tuned], before_training: [...base] };
}

function told(answer: Answer): string {
  const share = (score: number) => `${(score * 100).toFixed(1)} %`;
  if ('scores' in answer) {
    return answer.scores.map(({ label, score }) => `${label} ${share(score)}`).join(', ');
  }
  const found = answer.entities.map(
    ({ label, text, start, end, score }) => `${label} ${text} (${start}–${end}) ${share(score)}`,
  );
  return found.length === 0 ? 'no entities' : found.join(', ');
}

async function takeHome(
  studio: Studio,
  options: DriveOptions,
  pictures: Pictures,
): Promise<Report['export']> {
  if (options.export === null && !pictures.areTaken) return null;
  await studio.goTo('Export');
  await pictures.take('export');
  if (options.export === null) return null;
  const download = await studio.export.takeHome(LONG_WORK_MS);
  await download.saveAs(options.export);
  return { path: options.export, size_bytes: (await stat(options.export)).size };
}

type StoredReport = Pick<
  Report,
  'task' | 'model' | 'device' | 'data' | 'recipe' | 'steps' | 'evaluations' | 'tokens_per_second'
>;

/** What the browser's database says about the run. */
function storedReport({ run, dataset, steps }: StoredRun): StoredReport {
  const { spec, device, evaluations, progress } = run;
  if (device === null) throw new Error('the run does not say where it ran');
  const { splits } = spec.data;
  const epochs = progress.epoch;
  return {
    task: spec.task,
    model: { name: spec.modelName, id: spec.modelId },
    device: {
      backend: device.backend,
      adapter: device.adapter,
      software: device.software,
      threads: device.threads,
      fallback: device.fallback?.code ?? null,
    },
    data: {
      files: dataset.files.map(({ name, role, rowCount }) => ({ name, role, rows: rowCount })),
      train: splits.train.examples,
      validation: splits.validation?.examples ?? 0,
      test: splits.test?.examples ?? 0,
      left_out: spec.data.excluded,
      labels: spec.labels,
    },
    recipe: toRecipeFile(spec.recipe),
    steps: steps.map(({ step, loss, learningRate, gradNorm }) => ({
      step,
      loss,
      learning_rate: learningRate,
      grad_norm: gradNorm,
    })),
    evaluations: evaluations.map(reportedEvaluation),
    tokens_per_second: (splits.train.tokens * epochs) / progress.elapsedSeconds,
  };
}

function reportedEvaluation(
  evaluation: StoredRun['run']['evaluations'][number],
): Report['evaluations'][number] {
  const { step, epoch, split, examples, seconds, metrics, perLabel, confusion, entities } = evaluation;
  return {
    step,
    epoch,
    split,
    examples,
    seconds,
    metrics,
    per_label: perLabel,
    confusion,
    entities: entities && {
      types: entities.types,
      counts: entities.counts,
      wrong_boundary: entities.wrongBoundary,
    },
  };
}
