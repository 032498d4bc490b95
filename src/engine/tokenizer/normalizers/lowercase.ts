import { AlignedPoints } from '../aligned-points';
import { toLower } from '../unicode/classes';
import { isAscii } from '../working-text';
import type { Normalizer } from './normalizer';

const CAPITAL_I_WITH_DOT = 0x130;
const DOT_ABOVE = 0x307;

/** Character by character, without a look at their neighbours: capital sigma is never a final sigma. */
export function lowerCase(source: AlignedPoints): AlignedPoints {
  const target = new AlignedPoints();
  for (let i = 0; i < source.points.length; i++) {
    const point = source.points[i] ?? 0;
    if (point === CAPITAL_I_WITH_DOT) {
      target.pushFrom(source, i, 0x69);
      target.pushFrom(source, i, DOT_ABOVE);
    } else {
      target.pushFrom(source, i, toLower(point));
    }
  }
  return target;
}

/** Lowercase of the Rust library. */
export const lowercase: Normalizer = {
  lowercase: true,
  normalize(text) {
    if (isAscii(text.text)) return { ...text, text: text.text.toLowerCase() };
    return lowerCase(AlignedPoints.from(text)).toText();
  },
};
