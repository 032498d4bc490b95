import { z } from 'zod';
import { AppError } from '../../../core/contract/errors';
import type { PostProcessor, TemplatePiece } from './post-processor';

const pieceSchema = z.union([
  z.object({ SpecialToken: z.object({ id: z.string(), type_id: z.number().int() }) }),
  z.object({ Sequence: z.object({ id: z.enum(['A', 'B']), type_id: z.number().int() }) }),
]);

export const templateProcessingSchema = z.object({
  type: z.literal('TemplateProcessing'),
  single: z.array(pieceSchema),
  pair: z.array(pieceSchema),
  special_tokens: z.record(z.string(), z.object({ ids: z.array(z.number().int()) })),
});

/** TemplateProcessing: special tokens as the file spells them out; one name may stand for several ids. */
export function templateProcessing(options: z.infer<typeof templateProcessingSchema>): PostProcessor {
  const resolve = (piece: z.infer<typeof pieceSchema>): TemplatePiece[] => {
    if ('Sequence' in piece) {
      return [{ kind: 'sequence', sequence: piece.Sequence.id, typeId: piece.Sequence.type_id }];
    }
    const { id: name, type_id: typeId } = piece.SpecialToken;
    const special = options.special_tokens[name];
    if (!special) throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part: 'post_processor', type: name });
    return special.ids.map((id) => ({ kind: 'special', id, typeId }));
  };
  return { single: options.single.flatMap(resolve), pair: options.pair.flatMap(resolve), trimming: null };
}
