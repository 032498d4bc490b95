import { z } from 'zod';
import { taskSchema } from './task';

export const architectureSchema = z.enum(['bert']);
export type Architecture = z.infer<typeof architectureSchema>;

export const modelSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starter') }),
  z.object({ kind: z.literal('local'), name: z.string() }),
  z.object({ kind: z.literal('hub'), repo: z.string(), revision: z.string() }),
]);
export type ModelSource = z.infer<typeof modelSourceSchema>;

/** A model at hand: its files lie under `models/{id}/` in the file store. */
export const modelRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  source: modelSourceSchema,
  architecture: architectureSchema,
  /** Whether the weights come from pretraining; decides the default recipe and the label "untrained". */
  stage: z.enum(['untrained', 'pretraining', 'pretrained']),
  licence: z.string().nullable(),
  createdAt: z.number(),
  sizeBytes: z.number(),
  /** Tells the weights from others (`weightsDigest`); models of earlier versions have none. */
  weightsDigest: z.string().optional(),
  /** Element type of the stored weights; training is in float32 whatever it is. */
  dtype: z.enum(['F32', 'F16', 'BF16']),
  /** Parameters of the encoder without a task head. */
  parameterCount: z.number().int(),
  hiddenSize: z.number().int(),
  layerCount: z.number().int(),
  headCount: z.number().int(),
  intermediateSize: z.number().int(),
  vocabSize: z.number().int(),
  /** Longest input in tokens, special tokens included. */
  maxLength: z.number().int(),
  lowercase: z.boolean(),
  /** A task head found in the file, with its labels in id order. */
  head: z.object({ task: taskSchema, labels: z.array(z.string()) }).nullable(),
  /** Encoder tensors that the file lacks (freshly initialised: the pooler only) and tensors it has but nobody uses. */
  missing: z.array(z.string()),
  unexpected: z.array(z.string()),
});
export type ModelRecord = z.infer<typeof modelRecordSchema>;
