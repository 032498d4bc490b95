import { z } from 'zod';
import { AppError } from '../../../core/contract/errors';
import { PieceTrie } from './piece-trie';
import { byteToken, type PieceTokens, type TokenModel } from './token-model';

export const unigramSchema = z.object({
  type: z.literal('Unigram'),
  unk_id: z.number().int().nonnegative().nullish(),
  byte_fallback: z.boolean().nullish(),
  /** Pieces with their log-probabilities; the place is the id. */
  vocab: z.array(z.tuple([z.string(), z.number()])),
});

/** What an unknown character costs beyond the least likely piece. */
const UNKNOWN_PENALTY = 10;

/**
 * Unigram: the most likely way to put a text together from pieces (Viterbi), neighbouring unknown characters as one.
 * Throws `MODEL_UNSUPPORTED_TOKENIZER` without an unknown token of the vocabulary.
 */
export function unigram(options: z.infer<typeof unigramSchema>): TokenModel {
  const unkId = options.unk_id ?? -1;
  if (unkId < 0 || unkId >= options.vocab.length) {
    throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', {
      part: 'model',
      type: 'Unigram without an unknown token',
    });
  }
  const vocab = new Map(options.vocab.map(([piece], id) => [piece, id]));
  const scores = Float64Array.from(options.vocab, ([, score]) => score);
  const unknownScore = scores.reduce((lowest, score) => Math.min(lowest, score), Infinity) - UNKNOWN_PENALTY;
  const trie = new PieceTrie(vocab);
  const encoder = new TextEncoder();

  /** Where the best path's pieces end, from the last to the first, and whether each is unknown. */
  function bestPath(text: string): { readonly end: number; readonly isUnknown: boolean }[] {
    const { length } = text;
    const best = new Float64Array(length + 1);
    const from = new Int32Array(length + 1).fill(-1);
    const ids = new Int32Array(length + 1);
    let begin = 0;
    const offer = (end: number, id: number, score: number): void => {
      const total = score + (best[begin] ?? 0);
      if (from[end] !== -1 && total <= (best[end] ?? 0)) return;
      best[end] = total;
      from[end] = begin;
      ids[end] = id;
    };
    while (begin < length) {
      const next = begin + ((text.codePointAt(begin) ?? 0) > 0xffff ? 2 : 1);
      let hasSingle = false;
      trie.match(text, begin, (end, id) => {
        offer(end, id, scores[id] ?? 0);
        if (end === next) hasSingle = true;
      });
      if (!hasSingle) offer(next, unkId, unknownScore);
      begin = next;
    }
    const path: { end: number; isUnknown: boolean }[] = [];
    for (let end = length; end > 0; end = from[end] ?? 0) path.push({ end, isUnknown: ids[end] === unkId });
    return path;
  }

  function byteIds(piece: string): number[] | null {
    if (!options.byte_fallback) return null;
    const ids = Array.from(encoder.encode(piece), (byte) => vocab.get(byteToken(byte)));
    return ids.some((id) => id === undefined) ? null : ids.map((id) => id ?? 0);
  }

  function tokenize(text: string): PieceTokens {
    const ids: number[] = [];
    const starts: number[] = [];
    const ends: number[] = [];
    const path = bestPath(text);
    let begin = 0;
    for (let p = path.length - 1; p >= 0; p--) {
      const here = path[p];
      if (!here || (here.isUnknown && path[p - 1]?.isUnknown)) continue;
      const piece = text.slice(begin, here.end);
      const id = vocab.get(piece);
      for (const each of id === undefined ? (byteIds(piece) ?? [unkId]) : [id]) {
        ids.push(each);
        starts.push(begin);
        ends.push(here.end);
      }
      begin = here.end;
    }
    return { ids, starts, ends };
  }

  return { vocab, unkId, tokenize };
}
