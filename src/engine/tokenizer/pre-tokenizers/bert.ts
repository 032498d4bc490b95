import { isPunctuation, isWhitespace } from '../unicode/classes';
import type { PreTokenizer } from './pre-tokenizer';

/** BertPreTokenizer of the Rust library: white space separates and is dropped, each punctuation mark stands alone. */
export const bertPreTokenizer: PreTokenizer = {
  split({ text: working, bounds: outer }) {
    const { text } = working;
    const bounds: number[] = [];
    for (let p = 0; p < outer.length; p += 2) {
      let begin = outer[p] ?? 0;
      const end = outer[p + 1] ?? 0;
      for (let i = begin; i < end; ) {
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
      if (begin < end) bounds.push(begin, end);
    }
    return { text: working, bounds };
  },
};
