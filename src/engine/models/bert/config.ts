import { z } from 'zod';
import { AppError } from '../../../core/contract/errors';

const ACTIVATIONS = ['gelu', 'gelu_new', 'gelu_pytorch_tanh', 'relu', 'silu'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** Other names that transformers knows for the same functions. */
const ACTIVATION_ALIASES: ReadonlyMap<string, Activation> = new Map([
  ['gelu_python', 'gelu'],
  ['gelu_fast', 'gelu_pytorch_tanh'],
  ['swish', 'silu'],
]);

/** What BERT's computation depends on; the names are config.json's in camel case. */
export interface BertConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly numHiddenLayers: number;
  readonly numAttentionHeads: number;
  readonly intermediateSize: number;
  readonly hiddenAct: Activation;
  readonly hiddenDropoutProb: number;
  readonly attentionProbsDropoutProb: number;
  /** null takes hiddenDropoutProb. */
  readonly classifierDropout: number | null;
  readonly maxPositionEmbeddings: number;
  readonly typeVocabSize: number;
  readonly initializerRange: number;
  readonly layerNormEps: number;
  /** The row of the word embeddings that is never trained; null trains all of them (padding_idx None). */
  readonly padTokenId: number | null;
}

const size = z.number().int().positive();
const probability = z.number().min(0).lt(1);

/** Sizes must be there; the rest has the defaults of transformers' BertConfig. */
const bertConfigSchema = z
  .object({
    vocab_size: size,
    hidden_size: size,
    num_hidden_layers: size,
    num_attention_heads: size,
    intermediate_size: size,
    hidden_act: z.string().default('gelu'),
    hidden_dropout_prob: probability.default(0.1),
    attention_probs_dropout_prob: probability.default(0.1),
    classifier_dropout: probability.nullable().default(null),
    max_position_embeddings: size.default(512),
    type_vocab_size: size.default(2),
    initializer_range: z.number().positive().default(0.02),
    layer_norm_eps: z.number().positive().default(1e-12),
    pad_token_id: z.number().int().nonnegative().nullable().default(0),
    position_embedding_type: z.literal('absolute').default('absolute'),
    is_decoder: z.literal(false).default(false),
  })
  .refine((config) => config.hidden_size % config.num_attention_heads === 0, {
    path: ['num_attention_heads'],
  })
  .refine((config) => (config.pad_token_id ?? 0) < config.vocab_size, { path: ['pad_token_id'] });

function parseActivation(name: string): Activation {
  const activation = ACTIVATIONS.find((known) => known === name) ?? ACTIVATION_ALIASES.get(name);
  if (activation === undefined) throw new AppError('MODEL_UNSUPPORTED_ACTIVATION', { activation: name });
  return activation;
}

/**
 * Reads a BERT config.json (already parsed as JSON).
 * Throws `MODEL_BAD_CONFIG` naming the fields at fault and `MODEL_UNSUPPORTED_ACTIVATION`.
 */
export function parseBertConfig(json: unknown): BertConfig {
  const parsed = bertConfigSchema.safeParse(json);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
    throw new AppError('MODEL_BAD_CONFIG', { fields }, { cause: parsed.error });
  }
  const config = parsed.data;
  return {
    vocabSize: config.vocab_size,
    hiddenSize: config.hidden_size,
    numHiddenLayers: config.num_hidden_layers,
    numAttentionHeads: config.num_attention_heads,
    intermediateSize: config.intermediate_size,
    hiddenAct: parseActivation(config.hidden_act),
    hiddenDropoutProb: config.hidden_dropout_prob,
    attentionProbsDropoutProb: config.attention_probs_dropout_prob,
    classifierDropout: config.classifier_dropout,
    maxPositionEmbeddings: config.max_position_embeddings,
    typeVocabSize: config.type_vocab_size,
    initializerRange: config.initializer_range,
    layerNormEps: config.layer_norm_eps,
    padTokenId: config.pad_token_id,
  };
}
