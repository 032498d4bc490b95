import type { Architecture } from '../contract/model';
import type { Task } from '../contract/task';
import { SUPPORTED_ARCHITECTURES, SUPPORTED_TASKS } from '../catalog/models';
import { PRETRAINED_RECIPE, type Recipe, SMALL_RECIPE } from './recipe';

/** A set of hyper-parameters and the model it was made for. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  readonly task: Task;
  /** Hub id, "starter", or null for whatever model is chosen. */
  readonly suggestedModel: string | null;
  /** model_type of the suggested model, to tell whether the studio has it yet. */
  readonly architecture: string | null;
  readonly recipe: Recipe;
}

export const PRESETS: readonly Preset[] = [
  {
    id: 'defaults',
    label: 'Pretrained model',
    help: 'Hugging Face’s defaults: learning rate 5e-5, batch 8, 3 epochs, linear decay.',
    task: 'text-classification',
    suggestedModel: null,
    architecture: null,
    recipe: PRETRAINED_RECIPE,
  },
  {
    id: 'small',
    label: 'Small model',
    help: 'For small encoders like the starter, and for untrained ones: learning rate 5e-4 with a tenth of warm-up.',
    task: 'text-classification',
    suggestedModel: 'starter',
    architecture: 'bert',
    recipe: SMALL_RECIPE,
  },
  {
    id: 'quick-look',
    label: 'Quick look',
    help: 'One epoch over short texts, to see whether the data carries the labels at all.',
    task: 'text-classification',
    suggestedModel: null,
    architecture: null,
    recipe: { ...SMALL_RECIPE, learningRate: 2e-4, numTrainEpochs: 1, maxLength: 64 },
  },
  {
    id: 'clickbait-titles',
    label: 'Clickbait titles',
    help: 'ALBERT base, 3 epochs, batch 16 × 2, warm-up 500 steps, weight decay 0.01, evaluation every 100 steps. Watch for over-fitting.',
    task: 'text-classification',
    suggestedModel: 'albert-base-v2',
    architecture: 'albert',
    recipe: {
      ...PRETRAINED_RECIPE,
      learningRate: 2e-5,
      perDeviceTrainBatchSize: 16,
      perDeviceEvalBatchSize: 16,
      gradientAccumulationSteps: 2,
      warmupSteps: 500,
      weightDecay: 0.01,
      maxLength: 256,
      evalStrategy: 'steps',
      evalSteps: 100,
      metricForBestModel: 'f1_weighted',
    },
  },
  {
    id: 'entities-defaults',
    label: 'Pretrained model',
    help: 'Hugging Face’s defaults: learning rate 5e-5, batch 8, 3 epochs, linear decay. The best epoch is the one with the highest F1 of entities.',
    task: 'token-classification',
    suggestedModel: null,
    architecture: null,
    recipe: { ...PRETRAINED_RECIPE, metricForBestModel: 'f1' },
  },
  {
    id: 'entities-small',
    label: 'Small model',
    help: 'For small encoders like the starter, and for untrained ones: learning rate 5e-4 with a tenth of warm-up.',
    task: 'token-classification',
    suggestedModel: 'starter',
    architecture: 'bert',
    recipe: { ...SMALL_RECIPE, metricForBestModel: 'f1' },
  },
  {
    id: 'token-classification-full',
    label: 'Named entities, whole model',
    help: 'BERT base cased, learning rate 1.5e-5, batch 16, 20 epochs, evaluation every 10 steps.',
    task: 'token-classification',
    suggestedModel: 'google-bert/bert-base-cased',
    architecture: 'bert',
    recipe: {
      ...PRETRAINED_RECIPE,
      learningRate: 1.5e-5,
      perDeviceTrainBatchSize: 16,
      numTrainEpochs: 20,
      evalStrategy: 'steps',
      evalSteps: 10,
      metricForBestModel: 'f1',
    },
  },
  {
    id: 'tweets-ner-last-layer',
    label: 'Tweets, last layer',
    help: 'BERT base cased, only the last encoder layer and the head learn: learning rate 5e-5, batch 8, 5 epochs, every piece of a word carries its tag. The recipe this follows left the new, random head frozen too; here it is trained.',
    task: 'token-classification',
    suggestedModel: 'google-bert/bert-base-cased',
    architecture: 'bert',
    recipe: {
      ...PRETRAINED_RECIPE,
      numTrainEpochs: 5,
      trainableLayers: 1,
      labelAllTokens: 'all',
      metricForBestModel: 'token_f1_weighted',
    },
  },
];

/** What a preset needs that the studio does not have yet, in words for the person; null when it can be used. */
export function presetNeeds(preset: Preset): string | null {
  if (!SUPPORTED_TASKS.includes(preset.task)) return `needs ${preset.task}, which is not there yet`;
  if (
    preset.architecture !== null &&
    !SUPPORTED_ARCHITECTURES.some((a: Architecture) => a === preset.architecture)
  ) {
    return `needs ${preset.architecture.toUpperCase()} models, which are not there yet`;
  }
  return null;
}
