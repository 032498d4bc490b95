import { AppError } from '../../../core/contract/errors';
import { NO_SPECIAL_TOKENS, type PostProcessor } from './post-processor';

/**
 * Post-processors one after the other: those that trim offsets, then at most one that adds special tokens. Throws
 * `MODEL_UNSUPPORTED_TOKENIZER` for another order.
 */
export function postProcessorSequence(processors: readonly PostProcessor[]): PostProcessor {
  return processors.reduce((before, each) => {
    if (before.single.length > 1 || (before.trimming !== null && each.trimming !== null)) {
      throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', {
        part: 'post_processor',
        type: 'Sequence in this order',
      });
    }
    return { ...each, trimming: each.trimming ?? before.trimming };
  }, NO_SPECIAL_TOKENS);
}
