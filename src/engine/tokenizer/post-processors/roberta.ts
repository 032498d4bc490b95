import { z } from 'zod';
import type { PostProcessor, TemplatePiece } from './post-processor';

const token = z.tuple([z.string(), z.number().int()]);
export const robertaProcessingSchema = z.object({
  type: z.literal('RobertaProcessing'),
  sep: token,
  cls: token,
  trim_offsets: z.boolean().default(true),
  add_prefix_space: z.boolean().default(true),
});

/** `<s> A </s>`, and `<s> A </s> </s> B </s>`, all of type 0. */
export function robertaProcessing(options: z.infer<typeof robertaProcessingSchema>): PostProcessor {
  const sep: TemplatePiece = { kind: 'special', id: options.sep[1], typeId: 0 };
  const single: TemplatePiece[] = [
    { kind: 'special', id: options.cls[1], typeId: 0 },
    { kind: 'sequence', sequence: 'A', typeId: 0 },
    sep,
  ];
  return {
    single,
    pair: [...single, sep, { kind: 'sequence', sequence: 'B', typeId: 0 }, sep],
    trimming: options.trim_offsets ? { addPrefixSpace: options.add_prefix_space } : null,
  };
}
