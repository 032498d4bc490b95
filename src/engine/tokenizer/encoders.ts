import { assemble, specialCount, type TextWindow } from './assemble';
import type { Encoding, Tokenizer, WindowOptions } from './encoding';
import type { PostProcessor } from './post-processors/post-processor';
import { spacesOf, type TokenSpaces } from './post-processors/trim-offsets';
import type { TextReader, TextTokens } from './text-tokens';
import { longestFirst, tokenRanges, type TruncationSide } from './truncation';

interface EncoderParts {
  readonly read: TextReader;
  readonly postProcessor: PostProcessor;
  readonly side: TruncationSide;
  readonly idToToken: (id: number) => string;
}

type Encoders = Pick<Tokenizer, 'encode' | 'encodeWords' | 'encodeWindows'>;
type Text = string | readonly string[];

/** Cuts the tokens of texts to a length and finishes them to encodings. */
export function encoders({ read, postProcessor, side, idToToken }: EncoderParts): Encoders {
  const spacesById = new Map<number, TokenSpaces>();
  function spacesOfToken(id: number): TokenSpaces {
    const spaces = spacesById.get(id) ?? spacesOf(idToToken(id));
    spacesById.set(id, spaces);
    return spaces;
  }

  const finish = (first: TextWindow, second: TextWindow | null): Encoding =>
    assemble(postProcessor, first, second, spacesOfToken);

  const limitOf = (maxLength: number, isPair: boolean): number =>
    Math.max(0, maxLength - specialCount(isPair ? postProcessor.pair : postProcessor.single));

  const windowsOf = (tokens: TextTokens, size: number, stride: number): TextWindow[] =>
    tokenRanges(tokens.ids.length, size, stride, side).map((range) => ({ tokens, range }));

  /** The windows of a text and of its pair; of the latter one that is null where there is none. */
  function allWindows(
    text: Text,
    { maxLength, pair, stride }: WindowOptions,
  ): [TextWindow[], (TextWindow | null)[]] {
    const limit = limitOf(maxLength, pair !== undefined);
    const first = read(text, Infinity);
    if (pair === undefined) return [windowsOf(first, limit, stride), [null]];
    const second = read(pair, Infinity);
    const [keptFirst, keptSecond] = longestFirst(first.ids.length, second.ids.length, limit);
    return [windowsOf(first, keptFirst, stride), windowsOf(second, keptSecond, stride)];
  }

  function encodeSingle(text: Text, maxLength: number): Encoding {
    const limit = limitOf(maxLength, false);
    // One token over the limit shows that the text is cut.
    const tokens = read(text, side === 'right' ? limit : Infinity);
    const { length } = tokens.ids;
    const kept = Math.min(length, limit);
    const range = side === 'right' ? { begin: 0, end: kept } : { begin: length - kept, end: length };
    return finish({ tokens, range }, null);
  }

  return {
    encode(text, { maxLength, pair }) {
      if (pair === undefined) return encodeSingle(text, maxLength);
      const [[first], [second = null]] = allWindows(text, { maxLength, pair, stride: 0 });
      return first ? finish(first, second) : encodeSingle(text, maxLength);
    },
    encodeWords: (words, { maxLength }) => encodeSingle(words, maxLength),
    encodeWindows(text, options) {
      const [firsts, seconds] = allWindows(text, options);
      const [kept = [], ...rest] = firsts.map((first) => seconds.map((second) => finish(first, second)));
      // The Rust library's order: what was cut off the first text comes before what was cut off the second.
      return [...kept.slice(0, 1), ...rest.flat(), ...kept.slice(1)];
    },
  };
}
