import { isPunctuation, isWhitespace } from '../unicode/classes';
import type { PreTokenizer } from './pre-tokenizer';

/** BertPreTokenizer of the Rust library: white space separates and is dropped, each punctuation mark stands alone. */
export const bertPreTokenizer: PreTokenizer = {
  split(working) {
    const { text } = working;
    const bounds: number[] = [];
    let begin = 0;
    for (let i = 0; i < text.length; ) {
      const point = text.codePointAt(i) ?? 0;
      const next = i + (point > 0xffff ? 2 : 1);
      const punctuation = isPunctuation(point);
      if (punctuation || isWhitespace(point)) {
        if (begin < i) bounds.push(begin, i);
        if (punctuation) bounds.push(i, next);
        begin = next;
      }
      i = next;
    }
    if (begin < text.length) bounds.push(begin, text.length);
    return { text: working, bounds };
  },
};
