import type { Descriptor } from '../../core/recipe/descriptors';

type NumberDescriptor = Extract<Descriptor, { kind: 'number' }>;

/** A hyper-parameter as it is typed: 0.00005 → "5e-5"; null → "". */
export function numberText(value: number | null): string {
  if (value === null) return '';
  if (value === 0 || Math.abs(value) >= 1e-3) return String(value);
  return value.toExponential();
}

/** What was typed: a value, null for an empty field that may be empty, or why it cannot be taken. */
export type ParsedNumber =
  | { readonly ok: true; readonly value: number | null }
  | { readonly ok: false; readonly reason: string };

export function parseNumber(text: string, descriptor: NumberDescriptor): ParsedNumber {
  const trimmed = text.trim().replace(',', '.').replace('−', '-');
  if (trimmed === '') {
    return descriptor.nullLabel === undefined
      ? { ok: false, reason: 'A number is needed here' }
      : { ok: true, value: null };
  }
  const value = Number(trimmed);
  if (!Number.isFinite(value)) return { ok: false, reason: 'Not a number' };
  if (descriptor.integer && !Number.isInteger(value))
    return { ok: false, reason: 'A whole number is needed' };
  if (value < descriptor.min) return { ok: false, reason: `At least ${numberText(descriptor.min)}` };
  if (value > descriptor.max) return { ok: false, reason: `At most ${numberText(descriptor.max)}` };
  return { ok: true, value };
}

/** One arrow key's worth away, within the range; a rate moves by a digit of its own size, not by a fixed step. */
export function nudge(value: number, direction: 1 | -1, descriptor: NumberDescriptor): number {
  const ownSize =
    value > 0 && value < descriptor.step * 2 ? 10 ** Math.floor(Math.log10(value)) : descriptor.step;
  const step = descriptor.integer ? descriptor.step : Math.min(descriptor.step, ownSize);
  const moved = Number((value + direction * step).toPrecision(12));
  return Math.min(descriptor.max, Math.max(descriptor.min, moved));
}
