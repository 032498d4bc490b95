/* The three splits as every screen names and colours them. */
import type { SplitName } from '../core/contract/task';

export const SPLIT_LABELS: Readonly<Record<SplitName, string>> = {
  train: 'Training',
  validation: 'Validation',
  test: 'Test',
};

export const SPLIT_COLORS: Readonly<Record<SplitName, string>> = {
  train: 'var(--tt-cat-1)',
  validation: 'var(--tt-cat-5)',
  test: 'var(--tt-cat-4)',
};
