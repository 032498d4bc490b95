import { z } from 'zod';
import { buildPart, parsePart, partSchema, type Registry, type TokenizerPart } from '../parts';
import { byteLevelSchema } from '../pre-tokenizers/byte-level';
import { bertProcessing, bertProcessingSchema } from './bert';
import { byteLevelProcessing } from './byte-level';
import type { PostProcessor } from './post-processor';
import { robertaProcessing, robertaProcessingSchema } from './roberta';
import { postProcessorSequence } from './sequence';
import { templateProcessing, templateProcessingSchema } from './template';

const sequenceSchema = z.object({ processors: z.array(partSchema) });

const POST_PROCESSORS: Registry<PostProcessor> = {
  BertProcessing: (json) => bertProcessing(parsePart('post_processor', bertProcessingSchema, json)),
  ByteLevel: (json) => byteLevelProcessing(parsePart('post_processor', byteLevelSchema, json)),
  RobertaProcessing: (json) => robertaProcessing(parsePart('post_processor', robertaProcessingSchema, json)),
  Sequence: (json) =>
    postProcessorSequence(
      parsePart('post_processor', sequenceSchema, json).processors.map(buildPostProcessor),
    ),
  TemplateProcessing: (json) =>
    templateProcessing(parsePart('post_processor', templateProcessingSchema, json)),
};

/** Throws `MODEL_UNSUPPORTED_TOKENIZER` (part, type). */
export function buildPostProcessor(json: TokenizerPart): PostProcessor {
  return buildPart(POST_PROCESSORS, 'post_processor', json);
}
