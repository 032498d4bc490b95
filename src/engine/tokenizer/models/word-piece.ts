import { z } from 'zod';
import { AppError } from '../../../core/contract/errors';
import { countCodePoints } from '../working-text';
import type { PieceTokens, TokenModel } from './token-model';

export const wordPieceSchema = z.object({
  /** Files written before 2020 have no type. */
  type: z.literal('WordPiece').default('WordPiece'),
  unk_token: z.string().default('[UNK]'),
  continuing_subword_prefix: z.string().default('##'),
  max_input_chars_per_word: z.number().int().default(100),
  vocab: z.record(z.string(), z.number().int().nonnegative()),
});

/**
 * WordPiece: the longest piece of the vocabulary first; a word that cannot be put together, or is too long, is
 * one unknown token. Throws `MODEL_UNSUPPORTED_TOKENIZER` when the vocabulary lacks the unknown token.
 */
export function wordPiece(options: z.infer<typeof wordPieceSchema>): TokenModel {
  const vocab = new Map(Object.entries(options.vocab));
  const prefix = options.continuing_subword_prefix;
  const continuing = new Map<string, number>();
  for (const [token, id] of vocab)
    if (token.startsWith(prefix)) continuing.set(token.slice(prefix.length), id);
  const longest = Math.max(1, ...lengths(vocab));
  const unkId = vocab.get(options.unk_token);
  if (unkId === undefined) {
    throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', {
      part: 'vocabulary',
      type: `no ${options.unk_token}`,
    });
  }
  const limit = options.max_input_chars_per_word;

  function tokenize(word: string): PieceTokens {
    const unknown = { ids: [unkId ?? 0], starts: [0], ends: [word.length] };
    // No word has more code points than UTF-16 units.
    if (word.length > limit && countCodePoints(word, 0, word.length) > limit) return unknown;
    const ids: number[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    for (let start = 0; start < word.length; ) {
      const pieces = start === 0 ? vocab : continuing;
      let end = Math.min(word.length, start + longest);
      let id = pieces.get(word.slice(start, end));
      while (id === undefined && --end > start) id = pieces.get(word.slice(start, end));
      if (id === undefined) return unknown;
      ids.push(id);
      starts.push(start);
      ends.push(end);
      start = end;
    }
    return { ids, starts, ends };
  }

  return { vocab, unkId, tokenize };
}

/** Distinct token lengths: few, where spreading the whole vocabulary would overflow the stack. */
function lengths(vocab: ReadonlyMap<string, number>): Set<number> {
  const found = new Set<number>();
  for (const token of vocab.keys()) found.add(token.length);
  return found;
}
