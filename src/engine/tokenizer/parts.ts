import { z } from 'zod';
import { AppError } from '../../core/contract/errors';

/** A part of a tokenizer.json; the file that builds it parses it. */
export const partSchema = z.looseObject({ type: z.string().optional() });
export type TokenizerPart = z.infer<typeof partSchema>;

/** The places of parts in tokenizer.json. */
export type PartName = 'normalizer' | 'pre_tokenizer' | 'model' | 'post_processor' | 'decoder';

/** Builders of one kind of part by the `type` in the file. */
export type Registry<Part> = Readonly<Record<string, (json: TokenizerPart) => Part>>;

/** Throws `MODEL_UNSUPPORTED_TOKENIZER` where `json` is not as `schema` says. */
export function parsePart<Schema extends z.ZodType>(
  part: PartName | 'tokenizer_config',
  schema: Schema,
  json: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part, type: 'malformed' }, { cause: parsed.error });
}

/** Throws `MODEL_UNSUPPORTED_TOKENIZER` for a `type` that the registry does not have. */
export function buildPart<Part>(registry: Registry<Part>, part: PartName, json: TokenizerPart): Part {
  const type = json.type ?? 'unknown';
  const make = Object.hasOwn(registry, type) ? registry[type] : undefined;
  if (!make) throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part, type });
  return make(json);
}
