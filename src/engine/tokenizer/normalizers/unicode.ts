import { AlignedPoints, type Changes } from '../aligned-points';
import { decompose, recompose } from '../unicode/normalization';
import { isAscii } from '../working-text';
import type { Normalizer } from './normalizer';

const FROM_MARKS_ON = /[^\0-\u02ff]/;

/** `isNormal`: whether a text is in the form at a glance. */
function form(
  isNormal: (text: string) => boolean,
  change: (points: readonly number[]) => Changes,
): Normalizer {
  return {
    lowercase: false,
    normalize(text) {
      if (isNormal(text.text)) return text;
      const points = AlignedPoints.from(text);
      return points.transform(change(points.points)).toText();
    },
  };
}

/** The normalization forms of Unicode, with the Rust library's tables and alignment. */
export const nfd = form(isAscii, (points) => decompose(points, false));
export const nfkd = form(isAscii, (points) => decompose(points, true));
export const nfc = form(
  (text) => !FROM_MARKS_ON.test(text),
  (points) => recompose(decompose(points, false)),
);
export const nfkc = form(isAscii, (points) => recompose(decompose(points, true)));
