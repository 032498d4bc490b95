import type { Task } from '../contract/task';
import type { Recipe } from './recipe';

/** How one hyper-parameter is shown in the form; the form draws itself from these records. */
export type Descriptor<Key extends keyof Recipe = keyof Recipe> = {
  readonly key: Key;
  readonly label: string;
  readonly help: string;
  readonly unit?: string;
  /** "basic" stands in the short form, the rest under "advanced". */
  readonly level: 'basic' | 'advanced';
  readonly group: 'schedule' | 'optimizer' | 'evaluation' | 'model' | 'data';
  /** The one task that it has a meaning for; any where it is left out. */
  readonly task?: Task;
} & (
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly integer: boolean;
      /** Text for null, where null is allowed. */
      readonly nullLabel?: string;
    }
  | {
      readonly kind: 'choice';
      /** One with a `task` is offered there alone. */
      readonly options: readonly { readonly value: string; readonly label: string; readonly task?: Task }[];
    }
  | { readonly kind: 'switch' }
);

const number = (
  min: number,
  max: number,
  step: number,
  integer = false,
): { kind: 'number'; min: number; max: number; step: number; integer: boolean } => ({
  kind: 'number',
  min,
  max,
  step,
  integer,
});

/** One record for each hyper-parameter, in the order of the form. */
export const DESCRIPTORS = [
  {
    key: 'numTrainEpochs',
    label: 'Epochs',
    help: 'How often the model sees every training example.',
    level: 'basic',
    group: 'schedule',
    ...number(0.1, 1000, 1),
  },
  {
    key: 'perDeviceTrainBatchSize',
    label: 'Batch size',
    help: 'Examples in one forward and backward pass. Larger is steadier and takes more memory.',
    unit: 'examples',
    level: 'basic',
    group: 'data',
    ...number(1, 512, 1, true),
  },
  {
    key: 'learningRate',
    label: 'Learning rate',
    help: 'Size of each correction. 5e-5 suits pretrained models, about 5e-4 models with random weights.',
    level: 'basic',
    group: 'optimizer',
    ...number(1e-7, 1, 1e-5),
  },
  {
    key: 'maxLength',
    label: 'Max length',
    help: 'Longer texts are cut to this many tokens. Short texts cost nothing extra: batches are padded to their own longest.',
    unit: 'tokens',
    level: 'basic',
    group: 'data',
    ...number(8, 8192, 8, true),
  },
  {
    key: 'seed',
    label: 'Seed',
    help: 'Fixes the order of the data, the new head and dropout: the same seed on the same device gives the same model.',
    level: 'basic',
    group: 'schedule',
    ...number(0, 0xffffffff, 1, true),
  },
  {
    key: 'labelAllTokens',
    label: 'Labels of a word',
    help: 'A word of several tokens can be learnt from its first token or from all of them. Results are counted by word either way.',
    level: 'advanced',
    group: 'data',
    task: 'token-classification',
    kind: 'choice',
    options: [
      { value: 'first', label: 'on its first token' },
      { value: 'all-iob', label: 'on all, B- first and I- after it' },
      { value: 'all', label: 'on all, the same' },
    ],
  },
  {
    key: 'maxSteps',
    label: 'Max steps',
    help: 'Stops after this many optimizer steps, whatever the epochs say. −1 leaves it to the epochs.',
    unit: 'steps',
    level: 'advanced',
    group: 'schedule',
    ...number(-1, 1e9, 1, true),
  },
  {
    key: 'lrSchedulerType',
    label: 'Learning rate schedule',
    help: 'How the learning rate moves after the warm-up.',
    level: 'advanced',
    group: 'schedule',
    kind: 'choice',
    options: [
      { value: 'linear', label: 'linear decay' },
      { value: 'cosine', label: 'cosine decay' },
      { value: 'constant', label: 'constant, no warm-up' },
      { value: 'constant_with_warmup', label: 'constant with warm-up' },
    ],
  },
  {
    key: 'warmupSteps',
    label: 'Warm-up',
    help: 'Steps over which the learning rate rises from 0. Below 1 it is a share of the run: 0.1 is a tenth.',
    unit: 'steps',
    level: 'advanced',
    group: 'schedule',
    ...number(0, 1e6, 1),
  },
  {
    key: 'gradientAccumulationSteps',
    label: 'Gradient accumulation',
    help: 'Batches whose gradients are averaged before one step: a larger batch without the memory.',
    unit: 'batches',
    level: 'advanced',
    group: 'optimizer',
    ...number(1, 256, 1, true),
  },
  {
    key: 'weightDecay',
    label: 'Weight decay',
    help: 'AdamW’s pull towards zero, on all weights but biases and layer norms.',
    level: 'advanced',
    group: 'optimizer',
    ...number(0, 1, 0.01),
  },
  {
    key: 'maxGradNorm',
    label: 'Max gradient norm',
    help: 'Gradients longer than this are shortened to it. 0 switches clipping off.',
    level: 'advanced',
    group: 'optimizer',
    ...number(0, 1000, 0.1),
  },
  {
    key: 'adamBeta1',
    label: 'Adam beta 1',
    help: 'Memory of the mean gradient.',
    level: 'advanced',
    group: 'optimizer',
    ...number(0, 0.9999, 0.01),
  },
  {
    key: 'adamBeta2',
    label: 'Adam beta 2',
    help: 'Memory of the squared gradient.',
    level: 'advanced',
    group: 'optimizer',
    ...number(0, 0.99999, 0.001),
  },
  {
    key: 'adamEpsilon',
    label: 'Adam epsilon',
    help: 'Keeps the division finite where gradients vanish.',
    level: 'advanced',
    group: 'optimizer',
    ...number(1e-12, 1e-2, 1e-8),
  },
  {
    key: 'evalStrategy',
    label: 'Evaluate',
    help: 'When the validation rows are scored and a checkpoint is written.',
    level: 'advanced',
    group: 'evaluation',
    kind: 'choice',
    options: [
      { value: 'epoch', label: 'at the end of each epoch' },
      { value: 'steps', label: 'every N steps' },
      { value: 'no', label: 'only at the end' },
    ],
  },
  {
    key: 'evalSteps',
    label: 'Evaluate every',
    help: 'With “every N steps”. Below 1 it is a share of the run.',
    unit: 'steps',
    level: 'advanced',
    group: 'evaluation',
    ...number(0.001, 1e6, 1),
  },
  {
    key: 'perDeviceEvalBatchSize',
    label: 'Evaluation batch size',
    help: 'Examples scored at once. Does not change the results.',
    unit: 'examples',
    level: 'advanced',
    group: 'evaluation',
    ...number(1, 1024, 1, true),
  },
  {
    key: 'metricForBestModel',
    label: 'Best model by',
    help: 'Which validation figure decides what the best checkpoint is.',
    level: 'advanced',
    group: 'evaluation',
    kind: 'choice',
    options: [
      { value: 'loss', label: 'loss (lower is better)' },
      { value: 'accuracy', label: 'accuracy' },
      { value: 'f1_macro', label: 'F1, macro', task: 'text-classification' },
      { value: 'f1_weighted', label: 'F1, weighted', task: 'text-classification' },
      { value: 'f1', label: 'F1 of entities', task: 'token-classification' },
      { value: 'strict_f1', label: 'F1 of entities, strict', task: 'token-classification' },
      { value: 'token_f1_weighted', label: 'F1 of tokens, weighted', task: 'token-classification' },
    ],
  },
  {
    key: 'loadBestModelAtEnd',
    label: 'Keep the best model',
    help: 'The finished run is the best checkpoint, not the last.',
    level: 'advanced',
    group: 'evaluation',
    kind: 'switch',
  },
  {
    key: 'earlyStoppingPatience',
    label: 'Early stopping patience',
    help: 'Evaluations without improvement before the run ends. 0 switches it off.',
    unit: 'evaluations',
    level: 'advanced',
    group: 'evaluation',
    ...number(0, 1000, 1, true),
  },
  {
    key: 'earlyStoppingThreshold',
    label: 'Early stopping threshold',
    help: 'An evaluation counts as better only by more than this. A slow creep below it still ends the run.',
    level: 'advanced',
    group: 'evaluation',
    ...number(0, 100, 0.001),
  },
  {
    key: 'loggingSteps',
    label: 'Log every',
    help: 'Entries in trainer_state.json. The charts here show every step whatever it is.',
    unit: 'steps',
    level: 'advanced',
    group: 'evaluation',
    ...number(1, 1e6, 1, true),
  },
  {
    key: 'trainableLayers',
    label: 'Trained layers',
    help: 'Encoder layers that learn, from the top; the head always does. Fewer is faster and forgets less.',
    unit: 'layers',
    level: 'advanced',
    group: 'model',
    ...number(0, 48, 1, true),
    nullLabel: 'all, with the embeddings',
  },
  {
    key: 'hiddenDropoutProb',
    label: 'Hidden dropout',
    help: 'Share of activations silenced at random while training.',
    level: 'advanced',
    group: 'model',
    ...number(0, 0.9, 0.05),
    nullLabel: 'as the model',
  },
  {
    key: 'attentionProbsDropoutProb',
    label: 'Attention dropout',
    help: 'The same for attention weights.',
    level: 'advanced',
    group: 'model',
    ...number(0, 0.9, 0.05),
    nullLabel: 'as the model',
  },
  {
    key: 'classifierDropout',
    label: 'Classifier dropout',
    help: 'The same in front of the head.',
    level: 'advanced',
    group: 'model',
    ...number(0, 0.9, 0.05),
    nullLabel: 'as the model',
  },
] as const satisfies readonly Descriptor[];
