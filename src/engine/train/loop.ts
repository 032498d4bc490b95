import type { Recipe } from '../../core/recipe/recipe';
import type { StepPlan } from '../../core/recipe/steps';
import { collate, hasLabel } from '../data/collate';
import type { ExampleSet } from '../data/example-set';
import { epochOrder } from '../data/sampler';
import type { LoadedModel } from '../models/loaded-model';
import { learningRateFactor } from '../optim/schedules';
import type { Device } from '../runtime/device';
import { trainStep } from './step';
import { stepPosition } from './step-position';

export interface LoopInput {
  readonly device: Device;
  readonly loaded: LoadedModel;
  readonly examples: ExampleSet;
  readonly labels: 'sequence' | 'token';
  readonly padTokenId: number;
  /** Tokens: nothing is padded beyond. */
  readonly maxLength: number;
  readonly recipe: Recipe;
  readonly plan: StepPlan;
  /** Updates done before: 0, or where a checkpoint was taken. */
  readonly firstStep: number;
  readonly touch: () => void;
}

/** What came of an update. */
export interface StepOutcome {
  /** Null where none of its batches has a label: there was nothing to be wrong about. */
  readonly loss: number | null;
  /** Global norm before clipping. */
  readonly gradNorm: number;
}

/** One optimizer update, handed to the device and not yet done. */
export interface StepReport {
  /** From 1. */
  readonly step: number;
  /** Epochs done after this update. */
  readonly epoch: number;
  /** The learning rate just used. */
  readonly learningRate: number;
  /** Real tokens, and tokens with padding. */
  readonly tokens: number;
  readonly paddedTokens: number;
  readonly examples: number;
  /** Resolves when the device has done it; rejects with `GPU_LOST`. */
  readonly done: Promise<StepOutcome>;
}

/**
 * The updates of a run, in the Trainer's order of the data, from `firstStep` on, each as soon as it is handed over.
 * Everything in it follows from the step number, so that a resumed run goes on with the same bits. Ending it early
 * is `return()`.
 */
export async function* trainingLoop(input: LoopInput): AsyncGenerator<StepReport, void, void> {
  const { device, recipe, plan, examples } = input;
  const batchSize = recipe.perDeviceTrainBatchSize;
  let epoch = -1;
  let order = new Uint32Array();
  for (let step = input.firstStep + 1; step <= plan.totalSteps; step++) {
    const position = stepPosition(plan, recipe.gradientAccumulationSteps, step);
    if (position.epochIndex !== epoch) {
      epoch = position.epochIndex;
      order = Uint32Array.from(epochOrder(examples.length, recipe.seed, epoch));
    }
    const batches = Array.from({ length: position.batchCount }, (_, i) => {
      const begin = (position.firstBatch + i) * batchSize;
      return collate(examples, order.subarray(begin, begin + batchSize), {
        padTokenId: input.padTokenId,
        padToMultipleOf: device.padToMultipleOf,
        labels: input.labels,
        maxLength: input.maxLength,
      });
    });
    const learningRate = recipe.learningRate * learningRateFactor(recipe.lrSchedulerType, step - 1, plan);
    const { loss, gradNorm } = await trainStep(input.loaded, {
      batches,
      update: {
        learningRate,
        beta1: recipe.adamBeta1,
        beta2: recipe.adamBeta2,
        epsilon: recipe.adamEpsilon,
        weightDecay: recipe.weightDecay,
        maxGradNorm: recipe.maxGradNorm,
        t: step,
      },
      seed: recipe.seed,
      firstMicroBatch: epoch * plan.batchesPerEpoch + position.firstBatch,
      touch: input.touch,
    });
    yield {
      step,
      epoch: position.epochAfter,
      learningRate,
      tokens: batches.reduce((sum, batch) => sum + batch.tokens, 0),
      paddedTokens: batches.reduce((sum, batch) => sum + batch.inputIds.length, 0),
      examples: batches.reduce((sum, batch) => sum + batch.batchSize, 0),
      done: outcomeOf(device.finish([loss, gradNorm]), batches.some(hasLabel)),
    };
  }
}

async function outcomeOf(values: Promise<readonly number[]>, isLabelled: boolean): Promise<StepOutcome> {
  const [loss = Number.NaN, gradNorm = Number.NaN] = await values;
  return { loss: isLabelled ? loss : null, gradNorm };
}
