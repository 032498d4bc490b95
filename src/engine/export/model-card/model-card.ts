import type { UnmadePrecision } from '../../../core/contract/export';
import type { ModelRecord } from '../../../core/contract/model';
import type { Evaluation, RunRecord } from '../../../core/contract/run';
import { SPLIT_NAMES } from '../../../core/contract/task';
import type { Recipe } from '../../../core/recipe/recipe';
import { planSteps } from '../../../core/recipe/steps';
import type { TrainingHistory } from '../../train/trainer-state';
import { frontMatter } from './front-matter';
import { evaluationTable, labelTable, plain, trainingResults } from './tables';
import { usage } from './usage';

const LABELLED: Readonly<Record<Recipe['labelAllTokens'], string>> = {
  first: 'the first',
  'all-iob': 'all, B- as I- after the first',
  all: 'all',
};

/** The last evaluation of each split that was made with the weights of `step`. */
function measuredWith(run: RunRecord, step: number): Evaluation[] {
  return SPLIT_NAMES.flatMap((split) => {
    const last = run.evaluations.findLast((e) => e.step === step && e.split === split);
    return last === undefined ? [] : [last];
  });
}

function results(evaluation: Evaluation): string {
  return [
    `On the ${evaluation.examples} rows of the ${evaluation.split} split (step ${evaluation.step}):`,
    evaluationTable(evaluation),
    labelTable(evaluation),
  ].join('\n\n');
}

function baseModel(base: ModelRecord): string {
  if (base.source.kind === 'hub') {
    return `[${plain(base.source.repo)}](https://huggingface.co/${encodeURI(base.source.repo)})`;
  }
  return plain(base.name);
}

function baseStage(base: ModelRecord): string {
  if (base.stage === 'pretrained') return '';
  return base.stage === 'untrained'
    ? ' Its weights were random: everything this model knows comes from the rows below.'
    : ' It was pretrained briefly.';
}

function dataLines(run: RunRecord): string[] {
  const { splits, excluded } = run.spec.data;
  const sizes = SPLIT_NAMES.flatMap((split) => {
    const prepared = splits[split];
    return prepared === null
      ? []
      : [`${split}: ${prepared.examples} rows, ${prepared.truncated} of them cut`];
  });
  return [...sizes, `rows left out: ${excluded}`, `labels: ${run.spec.labels.map(plain).join(', ')}`];
}

function hyperparameters(run: RunRecord): string[] {
  const { recipe, data } = run.spec;
  const plan = planSteps(recipe, data.splits.train.examples);
  const totalBatch = recipe.perDeviceTrainBatchSize * recipe.gradientAccumulationSteps;
  return [
    `learning_rate: ${recipe.learningRate}`,
    `train_batch_size: ${recipe.perDeviceTrainBatchSize}`,
    `eval_batch_size: ${recipe.perDeviceEvalBatchSize}`,
    `seed: ${recipe.seed}`,
    ...(recipe.gradientAccumulationSteps > 1
      ? [
          `gradient_accumulation_steps: ${recipe.gradientAccumulationSteps}`,
          `total_train_batch_size: ${totalBatch}`,
        ]
      : []),
    `optimizer: AdamW with betas=(${recipe.adamBeta1},${recipe.adamBeta2}), epsilon=${recipe.adamEpsilon}, weight_decay=${recipe.weightDecay}`,
    `max_grad_norm: ${recipe.maxGradNorm}`,
    `lr_scheduler_type: ${recipe.lrSchedulerType}`,
    `lr_scheduler_warmup_steps: ${plan.warmupSteps}`,
    recipe.maxSteps > 0 ? `training_steps: ${plan.totalSteps}` : `num_epochs: ${recipe.numTrainEpochs}`,
    `max_length: ${recipe.maxLength}`,
    ...(run.spec.task === 'token-classification'
      ? [`labelled tokens of a word: ${LABELLED[recipe.labelAllTokens]}`]
      : []),
    ...(recipe.trainableLayers === null ? [] : [`trained encoder layers: ${recipe.trainableLayers}`]),
  ];
}

function environment(run: RunRecord): string[] {
  if (run.device === null) return ['Tabtune'];
  const { backend, adapter, threads } = run.device;
  const device = backend === 'webgpu' ? adapter : `${threads} thread${threads === 1 ? '' : 's'}`;
  return [
    'Tabtune, in a browser tab',
    `TensorFlow.js on ${backend}${device === '' ? '' : ` (${plain(device)})`}`,
  ];
}

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');

/**
 * README.md of an exported model, in the outline of transformers' own cards: only what was measured with the
 * weights of `weightsStep`, the base model and its licence, and how the training was done.
 */
export function modelCard(input: {
  readonly run: RunRecord;
  readonly base: ModelRecord;
  readonly weightsStep: number;
  readonly history: TrainingHistory;
  readonly unmade: readonly UnmadePrecision[];
}): string {
  const { run, base, weightsStep, history, unmade } = input;
  const measured = measuredWith(run, weightsStep);
  const licence =
    base.licence === null ? 'Its licence is not known.' : `Its licence is ${plain(base.licence)}.`;
  const training = trainingResults(history.logHistory);
  const sections = [
    `# ${plain(run.name)}`,
    `A fine-tuned version of ${baseModel(base)} for ${run.spec.task} on ${plain(run.spec.datasetName)}, trained with Tabtune. ${licence}${baseStage(base)}`,
    '## Evaluation results',
    measured.length === 0 ? 'These weights were not evaluated.' : measured.map(results).join('\n\n'),
    '## Usage',
    usage(run.spec, base, unmade),
    '## Training and evaluation data',
    list(dataLines(run)),
    '## Training procedure',
    `The weights are those after step ${weightsStep} of ${run.progress.totalSteps}; ${run.progress.step} steps were trained.`,
    '### Training hyperparameters',
    list(hyperparameters(run)),
    ...(training === null ? [] : ['### Training results', training]),
    '### Framework',
    list(environment(run)),
  ];
  return `${frontMatter(run, base, measured)}\n${sections.join('\n\n')}\n`;
}
