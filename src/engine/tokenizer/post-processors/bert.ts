import { z } from 'zod';
import type { PostProcessor, TemplatePiece } from './post-processor';

const token = z.tuple([z.string(), z.number().int()]);
export const bertProcessingSchema = z.object({ type: z.literal('BertProcessing'), sep: token, cls: token });

/** `[CLS] A [SEP]`, and `[CLS] A [SEP] B [SEP]` with type 1 from B on. */
export function bertProcessing({ sep, cls }: z.infer<typeof bertProcessingSchema>): PostProcessor {
  const single: TemplatePiece[] = [
    { kind: 'special', id: cls[1], typeId: 0 },
    { kind: 'sequence', sequence: 'A', typeId: 0 },
    { kind: 'special', id: sep[1], typeId: 0 },
  ];
  const second: TemplatePiece[] = [
    { kind: 'sequence', sequence: 'B', typeId: 1 },
    { kind: 'special', id: sep[1], typeId: 1 },
  ];
  return { single, pair: [...single, ...second], trimming: null };
}
