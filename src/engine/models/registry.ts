import { z } from 'zod';
import { ARCHITECTURES, SUPPORTED_ARCHITECTURES } from '../../core/catalog/models';
import { AppError } from '../../core/contract/errors';
import type { Architecture } from '../../core/contract/model';
import type { Task } from '../../core/contract/task';
import { mapCheckpointName } from './bert/checkpoint-names';
import { type BertConfig, parseBertConfig } from './bert/config';
import { BERT_ONNX_INPUTS, bertOnnx } from './bert/onnx';
import { bertWeights } from './bert/weights';
import type { Value } from '../export/onnx/graph';
import type { OnnxContext } from '../export/onnx/layers';
import type { WeightSpec } from './weights';

interface ConfigOf {
  bert: BertConfig;
}

/** What is known of an architecture without a device. */
export interface ModelDefinition<Config> {
  /** Throws `MODEL_BAD_CONFIG`, `MODEL_UNSUPPORTED_ACTIVATION`. */
  readonly parseConfig: (json: unknown) => Config;
  readonly weights: (config: Config, task: Task, labelCount: number) => readonly WeightSpec[];
  readonly mapCheckpointName: (name: string) => string | null;
  /** The model as an ONNX graph: the names of its inputs, and its nodes down to the logits. */
  readonly onnx: {
    readonly inputs: readonly string[];
    readonly build: (context: OnnxContext, config: Config, task: Task, inputs: readonly Value[]) => Value;
  };
}

export const MODELS: { readonly [Id in Architecture]: ModelDefinition<ConfigOf[Id]> } = {
  bert: {
    parseConfig: parseBertConfig,
    weights: bertWeights,
    mapCheckpointName,
    onnx: { inputs: BERT_ONNX_INPUTS, build: bertOnnx },
  },
};

const identitySchema = z.object({
  model_type: z.string().optional(),
  architectures: z.array(z.string()).nullish(),
});

/** Keys by which a config.json from before `model_type` is known as BERT's. */
const unnamedBertSchema = z.object({
  type_vocab_size: z.number(),
  intermediate_size: z.number(),
  embedding_size: z.undefined().optional(),
});

/**
 * The architecture that a config.json (already parsed as JSON) names.
 * Throws `MODEL_UNSUPPORTED_ARCHITECTURE` with the `modelType` found, `MODEL_BAD_CONFIG` when there is none to find.
 */
export function architectureOf(json: unknown): Architecture {
  const identity = identitySchema.safeParse(json);
  if (!identity.success) throw new AppError('MODEL_BAD_CONFIG', { fields: ['model_type'] });
  const { model_type: modelType, architectures } = identity.data;
  const className = architectures?.[0];
  const known = SUPPORTED_ARCHITECTURES.find((id) =>
    modelType === undefined
      ? className === ARCHITECTURES[id].baseClass ||
        Object.values(ARCHITECTURES[id].classes).includes(className ?? '')
      : modelType === id,
  );
  if (known !== undefined) return known;
  const name = modelType ?? className;
  if (name !== undefined) throw new AppError('MODEL_UNSUPPORTED_ARCHITECTURE', { modelType: name });
  if (unnamedBertSchema.safeParse(json).success) return 'bert';
  throw new AppError('MODEL_BAD_CONFIG', { fields: ['model_type'] });
}
