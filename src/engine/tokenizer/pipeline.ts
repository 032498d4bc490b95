import type { AddedTokenFinder } from './added-tokens';
import type { PieceTokens, TokenModel } from './models/token-model';
import type { Normalizer } from './normalizers/normalizer';
import type { PostProcessor, TemplatePiece } from './post-processors/post-processor';
import type { PreTokenizer } from './pre-tokenizers/pre-tokenizer';
import type { Encoding, Tokenizer } from './encoding';
import { longestFirst } from './truncation';
import {
  countCodePoints,
  endOf,
  isAscii,
  originalText,
  sliceText,
  startOf,
  type WorkingText,
} from './working-text';

/** The parts of a tokenizer.json, ready to work; null where the file has none. */
export interface PipelineParts {
  /** Added tokens cut out before, and after, normalization. */
  readonly findAdded: AddedTokenFinder | null;
  readonly findNormalizedAdded: AddedTokenFinder | null;
  readonly normalizer: Normalizer | null;
  readonly preTokenizer: PreTokenizer | null;
  readonly model: TokenModel;
  readonly postProcessor: PostProcessor;
}

/** Tokens of one text, before truncation and special tokens. */
interface TextTokens {
  readonly ids: number[];
  readonly starts: number[];
  readonly ends: number[];
  readonly wordIds: number[];
}

/** Distinct words of ordinary text fit in; then it starts anew. */
const CACHED_PIECES = 60_000;

/** Runs the parts in the Rust library's order and assembles encodings. */
export function createPipeline(parts: PipelineParts): Pick<Tokenizer, 'encode' | 'encodeWords'> {
  const { findAdded, findNormalizedAdded, normalizer, preTokenizer, model, postProcessor } = parts;
  const cache = new Map<string, PieceTokens>();

  function tokenize(piece: string): PieceTokens {
    const known = cache.get(piece);
    if (known) return known;
    const tokens = model.tokenize(piece);
    if (cache.size >= CACHED_PIECES) cache.clear();
    cache.set(piece, tokens);
    return tokens;
  }

  /** Stops after the piece that brings more than `enough` tokens; added tokens alone never stop it, as in Rust. */
  function encodeText(text: string, enough: number): TextTokens {
    const tokens: TextTokens = { ids: [], starts: [], ends: [], wordIds: [] };
    let word = 0;
    let full = false;

    const addWhole = (working: WorkingText, begin: number, end: number, id: number): void => {
      if (full) return;
      tokens.ids.push(id);
      tokens.starts.push(startOf(working, begin));
      tokens.ends.push(endOf(working, end - 1));
      tokens.wordIds.push(word++);
    };

    const addPieces = (working: WorkingText): void => {
      if (full) return;
      const pieces = preTokenizer?.split(working) ?? { text: working, bounds: [0, working.text.length] };
      for (let p = 0; p < pieces.bounds.length && !full; p += 2) {
        const begin = pieces.bounds[p] ?? 0;
        const { ids, ends } = tokenize(pieces.text.text.slice(begin, pieces.bounds[p + 1]));
        let from = begin;
        for (let k = 0; k < ids.length; k++) {
          const to = begin + (ends[k] ?? 0);
          tokens.ids.push(ids[k] ?? 0);
          tokens.starts.push(startOf(pieces.text, from));
          tokens.ends.push(endOf(pieces.text, to - 1));
          tokens.wordIds.push(word);
          from = to;
        }
        word++;
        full = tokens.ids.length > enough;
      }
    };

    const addNormalized = (working: WorkingText): void => {
      if (working.text === '') return;
      if (!findNormalizedAdded) return addPieces(working);
      for (const { id, begin, end } of findNormalizedAdded(working.text)) {
        if (id === null) addPieces(sliceText(working, begin, end));
        else addWhole(working, begin, end, id);
      }
    };

    const addOriginal = (original: WorkingText): void =>
      addNormalized(normalizer?.normalize(original) ?? original);

    const stretches = findAdded?.(text) ?? [{ id: null, begin: 0, end: text.length }];
    const ascii = isAscii(text);
    let position = 0;
    for (const { id, begin, end } of stretches) {
      const length = ascii ? end - begin : countCodePoints(text, begin, end);
      if (id === null) addOriginal(originalText(text.slice(begin, end), position));
      else addWhole({ text: '', base: position, starts: null, ends: null }, 0, length, id);
      position += length;
    }
    return tokens;
  }

  /** Joins the words' tokens; a word that yields none keeps its number to itself. */
  function encodeEach(words: readonly string[], enough: number): TextTokens {
    const joined: TextTokens = { ids: [], starts: [], ends: [], wordIds: [] };
    for (const [word, text] of words.entries()) {
      if (joined.ids.length > enough) break;
      const tokens = encodeText(text, enough);
      joined.ids.push(...tokens.ids);
      joined.starts.push(...tokens.starts);
      joined.ends.push(...tokens.ends);
      for (const _ of tokens.ids) joined.wordIds.push(word);
    }
    return joined;
  }

  const specialCount = (template: readonly TemplatePiece[]): number =>
    template.filter((piece) => piece.kind === 'special').length;

  return {
    encode(text, { maxLength, pair }) {
      const template = pair === undefined ? postProcessor.single : postProcessor.pair;
      const limit = Math.max(0, maxLength - specialCount(template));
      // One token over the limit shows that a single text is cut.
      if (pair === undefined) return assemble(template, limit, encodeText(text, limit), null);
      // The Rust library stops reading each text of a pair at the whole length, which decides who is the longer.
      return assemble(template, limit, encodeText(text, maxLength - 1), encodeText(pair, maxLength - 1));
    },
    encodeWords(words, { maxLength }) {
      const template = postProcessor.single;
      const limit = Math.max(0, maxLength - specialCount(template));
      return assemble(template, limit, encodeEach(words, limit), null);
    },
  };
}

/** Cuts to `limit` tokens of text and puts the special tokens around. */
function assemble(
  template: readonly TemplatePiece[],
  limit: number,
  first: TextTokens,
  second: TextTokens | null,
): Encoding {
  const [keptFirst, keptSecond] = longestFirst(first.ids.length, second?.ids.length ?? null, limit);
  const kept = (piece: TemplatePiece): number =>
    piece.kind === 'special' ? 1 : piece.sequence === 'A' ? keptFirst : keptSecond;
  const total = template.reduce((sum, piece) => sum + kept(piece), 0);
  const encoding: Encoding = {
    ids: new Int32Array(total),
    typeIds: new Uint8Array(total),
    starts: new Int32Array(total),
    ends: new Int32Array(total),
    wordIds: new Int32Array(total).fill(-1),
    specialMask: new Uint8Array(total),
    truncated: keptFirst < first.ids.length || keptSecond < (second?.ids.length ?? 0),
  };
  let at = 0;
  for (const piece of template) {
    if (piece.kind === 'special') {
      encoding.ids[at] = piece.id;
      encoding.typeIds[at] = piece.typeId;
      encoding.specialMask[at++] = 1;
      continue;
    }
    const tokens = piece.sequence === 'A' ? first : second;
    for (let k = 0; k < kept(piece); k++, at++) {
      encoding.ids[at] = tokens?.ids[k] ?? 0;
      encoding.starts[at] = tokens?.starts[k] ?? 0;
      encoding.ends[at] = tokens?.ends[k] ?? 0;
      encoding.wordIds[at] = tokens?.wordIds[k] ?? 0;
      encoding.typeIds[at] = piece.typeId;
    }
  }
  return encoding;
}
