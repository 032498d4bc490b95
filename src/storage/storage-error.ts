import { AppError, type ErrorDetails } from '../core/contract/errors';

function nameOf(thrown: unknown): string {
  return thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
}

export function isNotFound(thrown: unknown): boolean {
  const name = nameOf(thrown);
  return name === 'NotFoundError' || name === 'TypeMismatchError';
}

/** A folder where a file was asked for. */
export function isFolder(thrown: unknown): boolean {
  return nameOf(thrown) === 'TypeMismatchError';
}

/** A file that somebody else is writing. */
export function isLocked(thrown: unknown): boolean {
  const name = nameOf(thrown);
  return name === 'NoModificationAllowedError' || name === 'InvalidStateError';
}

/**
 * A write that met the limit. Chromium breaks the pipe of such a write, too, and tells of one or the other, whichever it
 * sees first; nobody else aborts a write that is awaited.
 */
export function isFull(thrown: unknown): boolean {
  const name = nameOf(thrown);
  return name === 'QuotaExceededError' || name === 'AbortError';
}

/**
 * An error of the browser's storage as ours: `STORAGE_FULL`, `STORAGE_NOT_FOUND`, `STORAGE_UNAVAILABLE`, else
 * `STORAGE_FAILED` with its name and text.
 */
export function toStorageError(thrown: unknown, details: ErrorDetails): AppError {
  if (thrown instanceof AppError) return thrown;
  const name = nameOf(thrown);
  if (name === 'QuotaExceededError') return new AppError('STORAGE_FULL', details, { cause: thrown });
  if (isNotFound(thrown)) return new AppError('STORAGE_NOT_FOUND', details, { cause: thrown });
  if (['SecurityError', 'MissingAPIError', 'OpenFailedError', 'InvalidAccessError'].includes(name)) {
    return new AppError('STORAGE_UNAVAILABLE', { ...details, reason: String(thrown) }, { cause: thrown });
  }
  return new AppError('STORAGE_FAILED', { ...details, reason: String(thrown) }, { cause: thrown });
}
