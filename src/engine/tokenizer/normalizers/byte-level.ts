import { spellBytes } from '../byte-alphabet';
import type { Normalizer } from './normalizer';

/** ByteLevel as a normalizer: the text spelt in the byte alphabet. */
export const byteLevelNormalizer: Normalizer = {
  lowercase: false,
  normalize: (text) => spellBytes(text, []),
};
