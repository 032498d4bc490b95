import { lazy, rows } from './rows';
import {
  CLUSTER_BREAKS,
  CONJUNCT_CONSONANTS,
  CONJUNCT_EXTENDERS,
  CONJUNCT_LINKERS,
  PICTOGRAPHIC,
} from './tables';

/*
 * Extended grapheme clusters (Unicode Standard Annex 29), as the Rust library's `unicode-segmentation` cuts them.
 * `Intl.Segmenter` follows the browser's Unicode version instead.
 */

// In the order of the table; other characters are 0.
const CR = 1;
const LF = 2;
const CONTROL = 3;
const EXTEND = 4;
const ZWJ = 5;
const PREPEND = 6;
const SPACING_MARK = 7;
const L = 8;
const V = 9;
const T = 10;
const REGIONAL_INDICATOR = 11;
const LV = 12;
const LVT = 13;
const BREAK_MASK = 15;
const PICTOGRAPHIC_BIT = 16;
const CONSONANT_BIT = 32;
const LINKER_BIT = 64;
const EXTENDER_BIT = 128;

const PROPERTIES = lazy((): Uint8Array => {
  const properties = new Uint8Array(0x110000);
  for (const [first = 0, count = 0, index = 0] of rows(CLUSTER_BREAKS, 3)) {
    properties.fill(index + 1, first, first + count);
  }
  for (let point = 0xac00; point < 0xd7a4; point++)
    properties[point] = (point - 0xac00) % 28 === 0 ? LV : LVT;
  for (const [table, bit] of [
    [PICTOGRAPHIC, PICTOGRAPHIC_BIT],
    [CONJUNCT_CONSONANTS, CONSONANT_BIT],
    [CONJUNCT_LINKERS, LINKER_BIT],
    [CONJUNCT_EXTENDERS, EXTENDER_BIT],
  ] as const) {
    for (const [first = 0, count = 0] of rows(table, 2)) {
      for (let point = first; point < first + count; point++) {
        properties[point] = (properties[point] ?? 0) | bit;
      }
    }
  }
  return properties;
});

const isControl = (kind: number): boolean => kind === CR || kind === LF || kind === CONTROL;

function joinsHangul(before: number, after: number): boolean {
  if (before === L) return after === L || after === V || after === LV || after === LVT;
  if (before === LV || before === V) return after === V || after === T;
  return (before === LVT || before === T) && after === T;
}

/** The index after the last code point of each cluster. */
export function clusterEnds(points: readonly number[]): number[] {
  const properties = PROPERTIES();
  const ends: number[] = [];
  let indicators = 0;
  // Of the characters so far: a pictograph and extenders; a consonant and extenders, and whether a linker was among them.
  let isEmoji = false;
  let isConjunct = false;
  let isLinked = false;
  let isJoinedEmoji = false;
  for (let i = 0; i < points.length; i++) {
    const here = properties[points[i] ?? 0] ?? 0;
    const kind = here & BREAK_MASK;
    if (i > 0) {
      const before = (properties[points[i - 1] ?? 0] ?? 0) & BREAK_MASK;
      const joins =
        isControl(before) || isControl(kind)
          ? before === CR && kind === LF
          : joinsHangul(before, kind) ||
            kind === EXTEND ||
            kind === ZWJ ||
            kind === SPACING_MARK ||
            before === PREPEND ||
            (isConjunct && isLinked && (here & CONSONANT_BIT) > 0) ||
            (isJoinedEmoji && (here & PICTOGRAPHIC_BIT) > 0) ||
            (before === REGIONAL_INDICATOR && kind === REGIONAL_INDICATOR && indicators % 2 === 1);
      if (!joins) ends.push(i);
    }
    indicators = kind === REGIONAL_INDICATOR ? indicators + 1 : 0;
    isJoinedEmoji = isEmoji && kind === ZWJ;
    isEmoji = (here & PICTOGRAPHIC_BIT) > 0 || (isEmoji && kind === EXTEND);
    if ((here & CONSONANT_BIT) > 0) {
      isConjunct = true;
      isLinked = false;
    } else if ((here & (LINKER_BIT | EXTENDER_BIT)) === 0) {
      isConjunct = false;
    } else if ((here & LINKER_BIT) > 0) {
      isLinked = true;
    }
  }
  if (points.length > 0) ends.push(points.length);
  return ends;
}
