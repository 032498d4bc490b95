import type { FileRole } from '../core/contract/dataset';

const WORDS: readonly (readonly [FileRole, RegExp])[] = [
  ['validation', /(^|[^a-z])(val|valid|validation|dev)([^a-z]|$)/i],
  ['test', /(^|[^a-z])(test|eval|heldout)([^a-z]|$)/i],
  ['train', /(^|[^a-z])(train|training)([^a-z]|$)/i],
];

/** The role that a file's name tells where several files come together: "train.csv", "my_dev_set.tsv". */
export function roleFromName(name: string): FileRole {
  return WORDS.find(([, word]) => word.test(name))?.[0] ?? 'auto';
}
