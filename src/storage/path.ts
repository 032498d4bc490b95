import { AppError } from '../core/contract/errors';

/**
 * Splits "runs/r1/manifest.json" into its parts.
 * Throws `STORAGE_FAILED` for a path that is empty, absolute, or climbs.
 */
export function splitPath(path: string): { folders: string[]; name: string } {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  if ([...parts, name].some((part) => part === '' || part === '.' || part === '..')) {
    throw new AppError('STORAGE_FAILED', { path, reason: 'not a path of the store' });
  }
  return { folders: parts, name };
}
