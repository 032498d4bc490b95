import { z } from 'zod';
import { parseJson } from '../json/json-table';

/** Names of a `ClassLabel`, in whatever depth of sequences it stands. */
const featureSchema = z
  .looseObject({
    _type: z.string().optional(),
    names: z.array(z.string()).optional(),
    feature: z.unknown().optional(),
  })
  .transform(({ _type: type, names, feature }) => ({ type, names, feature }));

const metadataSchema = z.object({ info: z.object({ features: z.record(z.string(), z.unknown()) }) });

/** The classes of each column that the `huggingface` entry of a Parquet file's metadata tells, by column. */
export function classNames(metadata: string | undefined): Map<string, readonly string[]> {
  const parsed = metadataSchema.safeParse(metadata === undefined ? undefined : parseJson(metadata));
  const names = new Map<string, readonly string[]>();
  for (const [column, feature] of Object.entries(parsed.success ? parsed.data.info.features : {})) {
    const found = namesOf(feature);
    if (found) names.set(column, found);
  }
  return names;
}

function namesOf(feature: unknown): readonly string[] | null {
  // Older files write a sequence as a list of one feature.
  if (Array.isArray(feature)) return namesOf(feature[0]);
  const parsed = featureSchema.safeParse(feature);
  if (!parsed.success) return null;
  if (parsed.data.type === 'ClassLabel') return parsed.data.names ?? null;
  return parsed.data.feature === undefined ? null : namesOf(parsed.data.feature);
}
