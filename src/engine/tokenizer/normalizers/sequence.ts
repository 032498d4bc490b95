import type { Normalizer } from './normalizer';

/** One normalizer after the other. */
export function normalizerSequence(normalizers: readonly Normalizer[]): Normalizer {
  return {
    lowercase: normalizers.some(({ lowercase }) => lowercase),
    normalize: (text) => normalizers.reduce((current, each) => each.normalize(current), text),
  };
}
