import type { AddedTokenFinder } from './added-tokens';
import type { PieceTokens, TokenModel } from './models/token-model';
import type { Normalizer } from './normalizers/normalizer';
import { spacesOf, type TokenSpaces } from './post-processors/trim-offsets';
import type { PreTokenizer } from './pre-tokenizers/pre-tokenizer';
import {
  countCodePoints,
  endOf,
  isAscii,
  originalText,
  sliceText,
  startOf,
  wellFormed,
  wholeText,
  type WorkingText,
} from './working-text';

/** The parts of a tokenizer.json that make tokens, ready to work; null where the file has none. */
export interface TokenizingParts {
  /** Added tokens cut out before, and after, normalization. */
  readonly findAdded: AddedTokenFinder | null;
  readonly findNormalizedAdded: AddedTokenFinder | null;
  readonly normalizer: Normalizer | null;
  readonly preTokenizer: PreTokenizer | null;
  readonly model: TokenModel;
}

/** Tokens of one text, before truncation and special tokens. */
export interface TextTokens {
  readonly ids: number[];
  readonly starts: number[];
  readonly ends: number[];
  readonly wordIds: number[];
  /** Spaces at the ends of the added tokens among them, by position: they may have swallowed some. */
  readonly addedSpaces: Map<number, TokenSpaces>;
}

/** Reads a text, or words that are cut apart already; may stop when it has more than `enough` tokens. */
export type TextReader = (text: string | readonly string[], enough: number) => TextTokens;

/** Distinct words of ordinary text fit in; then it starts anew. */
const CACHED_PIECES = 60_000;
/** Longer pieces do not come again, and would keep the texts alive that they are cut from. */
const LONGEST_CACHED = 64;

const noTokens = (): TextTokens => ({ ids: [], starts: [], ends: [], wordIds: [], addedSpaces: new Map() });

/** Runs the parts in the Rust library's order. */
export function textReader(parts: TokenizingParts): TextReader {
  const { findAdded, findNormalizedAdded, normalizer, preTokenizer, model } = parts;
  const cache = new Map<string, PieceTokens>();

  function tokenize(piece: string): PieceTokens {
    if (piece.length > LONGEST_CACHED) return model.tokenize(piece);
    const known = cache.get(piece);
    if (known) return known;
    const tokens = model.tokenize(piece);
    if (cache.size >= CACHED_PIECES) cache.clear();
    cache.set(piece, tokens);
    return tokens;
  }

  function readText(given: string, enough: number): TextTokens {
    const text = wellFormed(given);
    const tokens = noTokens();
    let word = 0;

    const addWhole = (id: number, start: number, end: number, content: string): void => {
      tokens.addedSpaces.set(tokens.ids.length, spacesOf(content));
      tokens.ids.push(id);
      tokens.starts.push(start);
      tokens.ends.push(end);
      tokens.wordIds.push(word++);
    };

    const addPieces = (working: WorkingText): void => {
      const { text: cut, bounds } = preTokenizer?.split(wholeText(working)) ?? wholeText(working);
      for (let p = 0; p < bounds.length && tokens.ids.length <= enough; p += 2) {
        const begin = bounds[p] ?? 0;
        const { ids, starts, ends } = tokenize(cut.text.slice(begin, bounds[p + 1]));
        for (let k = 0; k < ids.length; k++) {
          tokens.ids.push(ids[k] ?? 0);
          tokens.starts.push(startOf(cut, begin + (starts[k] ?? 0)));
          tokens.ends.push(endOf(cut, begin + (ends[k] ?? 0) - 1));
          tokens.wordIds.push(word);
        }
        word++;
      }
    };

    const addNormalized = (working: WorkingText): void => {
      if (working.text === '') return;
      if (!findNormalizedAdded) return addPieces(working);
      for (const { id, begin, end } of findNormalizedAdded(working.text)) {
        if (id === null) addPieces(sliceText(working, begin, end));
        else addWhole(id, startOf(working, begin), endOf(working, end - 1), working.text.slice(begin, end));
      }
    };

    const stretches = findAdded?.(text) ?? [{ id: null, begin: 0, end: text.length }];
    const ascii = isAscii(text);
    let position = 0;
    for (const { id, begin, end } of stretches) {
      if (tokens.ids.length > enough) break;
      const length = ascii ? end - begin : countCodePoints(text, begin, end);
      const content = text.slice(begin, end);
      if (id === null) {
        const original = originalText(content, position);
        addNormalized(normalizer?.normalize(original) ?? original);
      } else {
        addWhole(id, position, position + length, content);
      }
      position += length;
    }
    return tokens;
  }

  /** Joins the words' tokens; a word that yields none keeps its number to itself. */
  function readWords(words: readonly string[], enough: number): TextTokens {
    const joined = noTokens();
    for (const [word, text] of words.entries()) {
      if (joined.ids.length > enough) break;
      const tokens = readText(text, enough);
      for (const [k, spaces] of tokens.addedSpaces) joined.addedSpaces.set(joined.ids.length + k, spaces);
      joined.ids.push(...tokens.ids);
      joined.starts.push(...tokens.starts);
      joined.ends.push(...tokens.ends);
      for (const _ of tokens.ids) joined.wordIds.push(word);
    }
    return joined;
  }

  return (text, enough) => (typeof text === 'string' ? readText(text, enough) : readWords(text, enough));
}
