import type { z } from 'zod';
import type { byteLevelSchema } from '../pre-tokenizers/byte-level';
import { NO_SPECIAL_TOKENS, type PostProcessor } from './post-processor';

/** ByteLevel as a post-processor: no special tokens, but offsets without spaces. */
export function byteLevelProcessing(options: z.infer<typeof byteLevelSchema>): PostProcessor {
  return {
    ...NO_SPECIAL_TOKENS,
    trimming: options.trim_offsets ? { addPrefixSpace: options.add_prefix_space } : null,
  };
}
