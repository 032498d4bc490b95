import { z } from 'zod';
import { AppError } from '../../../core/contract/errors';
import { mergeSymbols, type Symbols } from './merge-symbols';
import { MergeTable } from './merge-table';
import { byteToken, type PieceTokens, type TokenModel } from './token-model';

const mergeSchema = z.union([z.string(), z.tuple([z.string(), z.string()])]);

export const bpeSchema = z.object({
  /** Files of before 2020 have none. */
  type: z.literal('BPE').default('BPE'),
  dropout: z.number().nullish(),
  unk_token: z.string().nullish(),
  continuing_subword_prefix: z.string().nullish(),
  end_of_word_suffix: z.string().nullish(),
  fuse_unk: z.boolean().nullish(),
  byte_fallback: z.boolean().nullish(),
  ignore_merges: z.boolean().nullish(),
  vocab: z.record(z.string(), z.number().int().nonnegative()),
  /** "left right", or since 2024 [left, right], the first merged first. */
  merges: z.array(mergeSchema),
});
type Options = z.infer<typeof bpeSchema>;

const unsupported = (type: string): AppError =>
  new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part: 'model', type });

function readMerges(options: Options, vocab: ReadonlyMap<string, number>): MergeTable {
  const table = new MergeTable(options.merges.length);
  const prefixLength = options.continuing_subword_prefix?.length ?? 0;
  for (const [rank, merge] of options.merges.entries()) {
    const [left, right, ...more] = typeof merge === 'string' ? merge.split(' ') : merge;
    const leftId = vocab.get(left ?? '');
    const rightId = vocab.get(right ?? '');
    const result = vocab.get((left ?? '') + (right ?? '').slice(prefixLength));
    if (leftId === undefined || rightId === undefined || result === undefined || more.length > 0) {
      throw unsupported(`BPE, merge ${rank} is not of the vocabulary`);
    }
    table.set(leftId, rightId, rank, result);
  }
  return table;
}

/**
 * Byte-pair encoding: characters, merged by rank. Throws `MODEL_UNSUPPORTED_TOKENIZER` for dropout, and where merges or
 * the unknown token are not of the vocabulary.
 */
export function bpe(options: Options): TokenModel {
  if (options.dropout) throw unsupported('BPE with dropout');
  const vocab = new Map(Object.entries(options.vocab));
  const merges = readMerges(options, vocab);
  const prefix = options.continuing_subword_prefix ?? '';
  const suffix = options.end_of_word_suffix ?? '';
  const unkId = options.unk_token == null ? null : (vocab.get(options.unk_token) ?? null);
  if (options.unk_token != null && unkId === null) throw unsupported(`BPE, no ${options.unk_token}`);
  const encoder = new TextEncoder();

  /** The tokens of the bytes of a character, or null where the model has not all of them. */
  function byteIds(character: string): number[] | null {
    if (!options.byte_fallback) return null;
    const ids = Array.from(encoder.encode(character), (byte) => vocab.get(byteToken(byte)));
    return ids.some((id) => id === undefined) ? null : ids.map((id) => id ?? 0);
  }

  /**
   * A word's characters as symbols with their lengths in UTF-8 bytes, the unit in which the Rust library counts where a
   * token lies; a character that has no token at all takes no room.
   */
  function symbolsOf(word: string): Symbols {
    const symbols: Symbols = { ids: [], lengths: [] };
    let unknown = 0;
    const put = (id: number, length: number): void => {
      symbols.ids.push(id);
      symbols.lengths.push(length);
    };
    const putUnknown = (): void => {
      if (unknown > 0) put(unkId ?? 0, unknown);
      unknown = 0;
    };
    for (let i = 0; i < word.length; ) {
      const point = word.codePointAt(i) ?? 0;
      const end = i + (point > 0xffff ? 2 : 1);
      let character = word.slice(i, end);
      if (i > 0) character = prefix + character;
      if (end === word.length) character += suffix;
      i = end;
      const bytes = utf8Length(point);
      const id = vocab.get(character);
      if (id !== undefined) {
        putUnknown();
        put(id, bytes);
        continue;
      }
      const fallback = byteIds(character);
      if (fallback !== null) {
        // The Rust library leaves unknown characters before these waiting.
        for (const byteId of fallback) put(byteId, 1);
      } else if (unkId !== null) {
        if (!options.fuse_unk) putUnknown();
        unknown += bytes;
      }
    }
    putUnknown();
    return symbols;
  }

  function tokenize(word: string): PieceTokens {
    const whole = options.ignore_merges ? vocab.get(word) : undefined;
    if (whole !== undefined) return { ids: [whole], starts: [0], ends: [word.length] };
    const { ids, lengths } = mergeSymbols(symbolsOf(word), merges);
    return { ids, ...unitsOf(word, lengths) };
  }

  return { vocab, unkId, tokenize };
}

const utf8Length = (point: number): number =>
  point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

/** From lengths in UTF-8 bytes to UTF-16 units; a token that holds a part of a character covers it all. */
function unitsOf(word: string, lengths: readonly number[]): { starts: number[]; ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  // The character at `unit` begins at byte `byte`.
  let unit = 0;
  let byte = 0;
  let tokenByte = 0;
  const widthAt = (at: number): number => ((word.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  const bytesAt = (at: number): number => utf8Length(word.codePointAt(at) ?? 0);
  for (const length of lengths) {
    while (unit < word.length && byte + bytesAt(unit) <= tokenByte) {
      byte += bytesAt(unit);
      unit += widthAt(unit);
    }
    starts.push(unit);
    tokenByte += length;
    let end = unit;
    let endByte = byte;
    while (end < word.length && endByte < tokenByte) {
      endByte += bytesAt(end);
      end += widthAt(end);
    }
    ends.push(end);
  }
  return { starts, ends };
}
