import { AppError, type ErrorCode, type ErrorDetails } from '../../../src/core/contract/errors';

/** Parses a file's text as JSON, or throws an error of this code. */
export function readJson(text: string, code: ErrorCode, details: ErrorDetails): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError(code, { ...details, reason: 'it is not JSON' }, { cause });
  }
}
