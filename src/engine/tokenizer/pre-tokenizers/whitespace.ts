import { characterFinder, type MatchFinder, regexFinder } from '../patterns/pattern';
import { RUST_WORD, WHITE_SPACE } from '../unicode/categories';
import { isWhitespace } from '../unicode/classes';
import { CodePointSet } from '../patterns/code-point-set';
import { cutPieces } from './cut';
import type { PreTokenizer } from './pre-tokenizer';

/** WhitespaceSplit of the Rust library: white space separates and is dropped. */
export const whitespaceSplit: PreTokenizer = {
  split: (pieces) => cutPieces(pieces, characterFinder(isWhitespace), 'Removed', false),
};

/** `\w+|[^\w\s]+`. */
function wordsOrMarks(): MatchFinder {
  const word = RUST_WORD();
  const mark = CodePointSet.union([word, WHITE_SPACE()]).complement();
  return regexFinder(new RegExp(`${word.toClass()}+|${mark.toClass()}+`, 'gu'));
}

/** Whitespace of the Rust library: runs of word characters, and of what is neither these nor white space. */
export function whitespace(): PreTokenizer {
  const find = wordsOrMarks();
  return { split: (pieces) => cutPieces(pieces, find, 'Removed', true) };
}
