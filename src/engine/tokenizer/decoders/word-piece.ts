import { z } from 'zod';
import type { Decoder } from './decoder';

export const wordPieceDecoderSchema = z.object({
  type: z.literal('WordPiece'),
  prefix: z.string().default('##'),
  cleanup: z.boolean().default(true),
});

/** English spacing, as transformers has always cleaned it up; in this order. */
const CLEANUP = [
  [' .', '.'],
  [' ?', '?'],
  [' !', '!'],
  [' ,', ','],
  [" ' ", "'"],
  [" n't", "n't"],
  [" 'm", "'m"],
  [' do not', " don't"],
  [" 's", "'s"],
  [" 've", "'ve"],
  [" 're", "'re"],
] as const;

const cleanUp = (text: string): string =>
  CLEANUP.reduce((current, [from, to]) => current.replaceAll(from, to), text);

/** A prefix joins a token to the one before, which keeps it where there is none before. */
export function wordPieceDecoder({ prefix, cleanup }: z.infer<typeof wordPieceDecoderSchema>): Decoder {
  return (tokens) =>
    tokens.map((token, i) => {
      const text = i === 0 ? token : token.startsWith(prefix) ? token.slice(prefix.length) : ` ${token}`;
      return cleanup ? cleanUp(text) : text;
    });
}
