import { z } from 'zod';
import { AppError } from '../core/contract/errors';
import { datasetRecordSchema } from '../core/contract/dataset';
import { modelRecordSchema } from '../core/contract/model';
import { runRecordSchema } from '../core/contract/run';

/** Tables of records and what each record must parse as. */
export const RECORD_SCHEMAS = {
  datasets: datasetRecordSchema,
  models: modelRecordSchema,
  runs: runRecordSchema,
} as const;
export type TableName = keyof typeof RECORD_SCHEMAS;

/** Throws `STORAGE_DAMAGED`. */
export function parseRecord<T>(table: string, schema: z.ZodType<T>, id: string, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AppError('STORAGE_DAMAGED', { file: `${table}/${id}`, reason }, { cause: parsed.error });
}

const number = z.union([z.number(), z.nan()]);

/** Some rows of a run's metrics; `seq` counts the pieces of a run from 0. */
export const metricChunkSchema = z.object({
  runId: z.string(),
  seq: z.number().int(),
  steps: z.array(z.number()),
  values: z.record(z.string(), z.array(number)),
});
