import { Changes } from '../aligned-points';
import { combiningClass, isCompatible, isDecomposed, isInert } from './classes';
import { lazy } from './rows';

/*
 * Unicode normalization as the Rust library's `unicode-normalization-alignments` does it: its tables, and the way it
 * keeps track of which character stands for which. The decompositions of single characters are JavaScript's: Unicode
 * never changes them.
 */

interface Part {
  readonly point: number;
  readonly change: number;
  readonly combining: number;
}

/** NFD, or NFKD where `compatible`. */
export function decompose(source: readonly number[], compatible: boolean): Changes {
  const target = new Changes();
  const changes = compatible ? isCompatible : isDecomposed;
  const form = compatible ? 'NFKD' : 'NFD';
  let marks: Part[] = [];
  const flush = (): void => {
    for (const { point, change } of marks.sort((a, b) => a.combining - b.combining))
      target.push(point, change);
    marks = [];
  };
  const put = (point: number, change: number): void => {
    const combining = combiningClass(point);
    if (combining > 0) {
      marks.push({ point, change, combining });
    } else {
      if (marks.length > 0) flush();
      target.push(point, change);
    }
  };
  for (const point of source) {
    if (marks.length === 0 && isInert(point)) {
      target.push(point, 0);
    } else if (changes(point)) {
      const parts = String.fromCodePoint(point).normalize(form);
      for (let i = 0; i < parts.length; i++) {
        const part = parts.codePointAt(i) ?? 0;
        put(part, i === 0 ? 0 : 1);
        if (part > 0xffff) i++;
      }
    } else {
      put(point, 0);
    }
  }
  flush();
  return target;
}

/** Puts decomposed characters together again: NFC after NFD, NFKC after NFKD. */
export function recompose({ points, changes }: Changes): Changes {
  const target = new Changes();
  const waiting = new Changes();
  let starter = -1;
  let starterChange = 0;
  let lastClass = 0;
  const purge = (): void => {
    for (const [i, point] of waiting.points.entries()) target.push(point, waiting.changes[i] ?? 0);
    waiting.points.length = 0;
    waiting.changes.length = 0;
    lastClass = 0;
  };
  for (let i = 0; i < points.length; i++) {
    const point = points[i] ?? 0;
    const change = changes[i] ?? 0;
    const combining = combiningClass(point);
    if (starter < 0) {
      if (combining > 0) {
        target.push(point, change);
      } else {
        starter = point;
        starterChange = change;
      }
      continue;
    }
    const isBlocked = lastClass > 0 && lastClass >= combining;
    const composed = isBlocked ? undefined : compose(starter, point);
    if (composed !== undefined) {
      starter = composed;
      starterChange += change - 1;
    } else if (combining === 0) {
      target.push(starter, starterChange);
      purge();
      starter = point;
      starterChange = change;
    } else {
      waiting.push(point, change);
      lastClass = combining;
    }
  }
  if (starter >= 0) target.push(starter, starterChange);
  purge();
  return target;
}

// Hangul syllables are composed by arithmetic (Unicode, chapter 3.12).
const S_BASE = 0xac00;
const L_BASE = 0x1100;
const V_BASE = 0x1161;
const T_BASE = 0x11a7;
const L_COUNT = 19;
const V_COUNT = 21;
const T_COUNT = 28;
const S_COUNT = L_COUNT * V_COUNT * T_COUNT;

function compose(first: number, second: number): number | undefined {
  const l = first - L_BASE;
  const v = second - V_BASE;
  if (l >= 0 && l < L_COUNT && v >= 0 && v < V_COUNT) return S_BASE + (l * V_COUNT + v) * T_COUNT;
  const s = first - S_BASE;
  const t = second - T_BASE;
  if (s >= 0 && s < S_COUNT && s % T_COUNT === 0 && t > 0 && t < T_COUNT) return first + t;
  return COMPOSITIONS().get(pairKey(first, second));
}

const pairKey = (first: number, second: number): number => first * 0x110000 + second;

/** All pairs that make one character, taken from the decompositions of those that NFC keeps. */
const COMPOSITIONS = lazy((): ReadonlyMap<number, number> => {
  const pairs = new Map<number, number>();
  for (let point = 0xc0; point < 0x30000; point++) {
    if (!isDecomposed(point) || (point >= S_BASE && point < S_BASE + S_COUNT)) continue;
    const character = String.fromCodePoint(point);
    if (character.normalize('NFC') !== character) continue;
    const parts = [...character.normalize('NFD')];
    const second = parts.pop()?.codePointAt(0) ?? 0;
    const first = parts.join('').normalize('NFC').codePointAt(0) ?? 0;
    pairs.set(pairKey(first, second), point);
  }
  return pairs;
});
