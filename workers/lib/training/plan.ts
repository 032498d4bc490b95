import type { Plan, PlanRequest } from '../../../src/core/contract/api';
import type { Warning } from '../../../src/core/contract/events';
import type { FileStore, RecordStore } from '../../../src/core/contract/storage';
import type { Recipe } from '../../../src/core/recipe/recipe';
import { planSteps } from '../../../src/core/recipe/steps';
import { estimateMemory } from '../../../src/engine/train/memory';
import { paddedLength } from './probe';
import { openStoredModel, type StoredModel, shapeOf } from './stored-model';

/** Sequence lengths are rounded up to this on the device that needs it most. */
const PAD_TO_MULTIPLE_OF = 8;
/** Training examples a label; with fewer, what is learned is mostly chance. */
const FEW_EXAMPLES = 20;

/**
 * What a run will take, from its configuration alone.
 * @param webgpuTensorLimit bytes that one tensor may have on WebGPU; null where there is none
 */
export async function planRun(
  files: FileStore,
  records: RecordStore,
  request: PlanRequest,
  webgpuTensorLimit: number | null,
): Promise<Plan> {
  const { recipe, data } = request;
  const stored = await openStoredModel(files, records, request.modelId);
  const shape = shapeOf(stored, data.task, data.labels.length, recipe);
  const { train } = data.splits;
  const steps = planSteps(recipe, train.examples);
  const length = paddedLength(train, recipe.perDeviceTrainBatchSize, PAD_TO_MULTIPLE_OF);
  const { parameterCount, trainableCount, largestOfText, ...memory } = estimateMemory(shape, recipe, length);
  return {
    parameterCount,
    trainableCount,
    totalSteps: steps.totalSteps,
    stepsPerEpoch: steps.updatesPerEpoch,
    warmupSteps: steps.warmupSteps,
    memory,
    checkpointBytes: memory.weights + memory.optimizer,
    warnings: [
      ...warningsFor(request, stored, steps),
      ...batchWarning(recipe, (largestOfText / length) * longest(train), webgpuTensorLimit),
    ],
  };
}

function warningsFor(
  { recipe, data }: PlanRequest,
  { record }: StoredModel,
  steps: { readonly totalSteps: number; readonly warmupSteps: number },
): Warning[] {
  const { train } = data.splits;
  const { totalSteps, warmupSteps } = steps;
  const warnings: Warning[] = [];
  if (recipe.lrSchedulerType !== 'constant' && warmupSteps >= totalSteps) {
    warnings.push({ code: 'WARMUP_TOO_LONG', details: { warmupSteps, totalSteps } });
  }
  if (train.truncated > 0) {
    warnings.push({
      code: 'TEXTS_TRUNCATED',
      details: { truncated: train.truncated, maxLength: data.maxLength },
    });
  }
  if (train.examples < FEW_EXAMPLES * data.labels.length) {
    warnings.push({ code: 'FEW_EXAMPLES', details: { examples: train.examples } });
  }
  const needsValidation = recipe.earlyStoppingPatience > 0 || recipe.loadBestModelAtEnd;
  if (data.splits.validation === null && needsValidation) {
    warnings.push({ code: 'NO_VALIDATION', details: {} });
  }
  if (record.stage === 'untrained') warnings.push({ code: 'MODEL_UNTRAINED', details: {} });
  if (record.missing.length > 0 && data.task === 'text-classification') {
    warnings.push({ code: 'POOLER_NEW', details: { tensors: record.missing } });
  }
  return warnings;
}

/** Padded tokens of the longest text. */
function longest({ lengthCounts }: PlanRequest['data']['splits']['train']): number {
  const tokens = lengthCounts.findLastIndex((count) => count > 0);
  return Math.ceil(tokens / PAD_TO_MULTIPLE_OF) * PAD_TO_MULTIPLE_OF;
}

/** Foresees a batch that no binding can hold, which would end the run when it comes, early or late. */
function batchWarning(
  { perDeviceTrainBatchSize, perDeviceEvalBatchSize }: Recipe,
  bytesOfText: number,
  limitBytes: number | null,
): Warning[] {
  const neededBytes = Math.max(perDeviceTrainBatchSize, perDeviceEvalBatchSize) * bytesOfText;
  if (limitBytes === null || neededBytes <= limitBytes) return [];
  const batchSize = Math.floor(limitBytes / bytesOfText);
  return [{ code: 'BATCH_TOO_LARGE', details: { neededBytes, limitBytes, batchSize } }];
}
