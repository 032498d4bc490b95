import { z } from 'zod';
import { modelRecordSchema } from './model';
import { labelScoresSchema, type RunSpec, runSpecSchema } from './run';
import { splitNameSchema } from './task';

/** A run to be trained elsewhere: what a bundle is made of. */
export interface BundleRequest {
  readonly name: string;
  readonly spec: RunSpec;
}

/** A bundle in the file store. */
export interface BundleReport {
  readonly path: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

/** The folder that a bundle's `train.py` leaves: its files with relative paths as names, or one zip. */
export interface RunImport {
  readonly name: string;
  readonly files: readonly File[];
}

/** `run.json` of a bundle and of the folder that its training leaves: the run as the studio knows it. */
export const runFileSchema = z.object({
  format: z.literal('tabtune-run'),
  version: z.literal(1),
  name: z.string(),
  spec: runSpecSchema,
  /** The model it starts from, to find it again where `spec.modelId` means nothing. */
  base: modelRecordSchema.pick({ name: true, source: true, weightsDigest: true }),
});
export type RunFile = z.infer<typeof runFileSchema>;

/** `results.json` of a finished run, written by the bundle's `train.py`. */
export const clusterResultsSchema = z.object({
  device: z.string(),
  processes: z.number().int().positive(),
  seconds: z.number().nonnegative(),
  software: z.record(z.string(), z.string()),
  evaluations: z.array(
    z.object({
      split: splitNameSchema,
      step: z.number().int(),
      examples: z.number().int(),
      seconds: z.number(),
      metrics: z.record(z.string(), z.number()),
      per_label: z.array(labelScoresSchema),
      confusion: z.array(z.array(z.number().int())),
    }),
  ),
});
export type ClusterResults = z.infer<typeof clusterResultsSchema>;
