import { formatBytes, formatCount, formatNumber } from '../units';
import type { ErrorDetails } from './errors';

/* How the message tables read the facts of a failure or warning; each has a fallback, so no fact is required. */

/** The fact as text: lists joined with commas (the first five), numbers as people read them; null where it is missing or empty. */
function factText(details: ErrorDetails, key: string): string | null {
  const value = details[key];
  if (value === undefined || value === null || value === '' || typeof value === 'boolean') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
  if (value.length === 0) return null;
  const shown = value.slice(0, 5).join(', ');
  return value.length > 5 ? `${shown} and ${value.length - 5} more` : shown;
}

/** The fact in quotation marks, or `fallback`. */
export function quoted(details: ErrorDetails, key: string, fallback: string): string {
  const text = factText(details, key);
  return text === null ? fallback : `“${text}”`;
}

/** `template` with its `{}` replaced by the fact, or "" where the fact is missing: for optional parts of a sentence. */
export function phrase(details: ErrorDetails, key: string, template: string): string {
  const text = factText(details, key);
  return text === null ? '' : template.replace('{}', () => text);
}

function factNumber(details: ErrorDetails, key: string): number | null {
  const value = details[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** `phrase` for a number of bytes. */
export function bytesPhrase(details: ErrorDetails, key: string, template: string): string {
  const bytes = factNumber(details, key);
  return bytes === null ? '' : template.replace('{}', () => formatBytes(bytes));
}
