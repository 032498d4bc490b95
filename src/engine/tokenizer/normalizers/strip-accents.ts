import { AlignedPoints } from '../aligned-points';
import { isCombiningMark } from '../unicode/classes';
import { isAscii } from '../working-text';
import type { Normalizer } from './normalizer';

/** StripAccents of the Rust library: drops combining marks; it finds accents only after NFD or NFKD. */
export const stripAccents: Normalizer = {
  lowercase: false,
  normalize(text) {
    if (isAscii(text.text)) return text;
    const points = AlignedPoints.from(text);
    const kept = points.without(isCombiningMark);
    return kept === points ? text : kept.toText();
  },
};
