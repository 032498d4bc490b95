import { AppError, type ErrorCode, type ErrorDetails } from '../../../src/core/contract/errors';

/** Parses a file's text as JSON, or throws an error of this code. */
export function readJson(text: string, code: ErrorCode, details: ErrorDetails): unknown {
  try {
    // Files written on Windows may begin with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new AppError(code, { ...details, reason: 'it is not JSON' }, { cause });
  }
}
