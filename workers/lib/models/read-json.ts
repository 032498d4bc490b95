import type { z } from 'zod';
import { AppError, type ErrorCode, type ErrorDetails } from '../../../src/core/contract/errors';
import type { FileStore } from '../../../src/core/contract/storage';

/** Parses a file's text as JSON, or throws an error of this code. */
export function readJson(text: string, code: ErrorCode, details: ErrorDetails): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError(code, { ...details, reason: 'it is not JSON' }, { cause });
  }
}

/** Reads a JSON file that the studio wrote. Throws `STORAGE_NOT_FOUND`, `STORAGE_DAMAGED`. */
export async function readStored<T>(
  files: Pick<FileStore, 'read'>,
  path: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const details = { file: path };
  const json = readJson(await (await files.read(path)).text(), 'STORAGE_DAMAGED', details);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new AppError('STORAGE_DAMAGED', { ...details, reason }, { cause: parsed.error });
}
