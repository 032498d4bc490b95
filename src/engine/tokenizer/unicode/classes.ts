import { rows } from './rows';
import {
  COMBINING_CLASSES,
  COMBINING_MARKS,
  COMPATIBLE,
  DECOMPOSED,
  LOWER_CASE,
  NONSPACING_MARKS,
  NUMERIC,
  PUNCTUATION,
  REMOVED,
  WHITESPACE,
} from './tables';

/*
 * Character classes as the Rust library has them. JavaScript's differ by Unicode version and definition, so the
 * tables are made from the library (tools/reference/unicode_tables.py).
 */
const REMOVED_BIT = 1;
const WHITESPACE_BIT = 2;
const PUNCTUATION_BIT = 4;
const MARK_BIT = 8;
const DECOMPOSED_BIT = 16;
const LOWER_BIT = 32;
const COMBINING_BIT = 64;
const COMPATIBLE_BIT = 128;
const COMBINING_MARK_BIT = 256;
const NUMERIC_BIT = 512;

function buildFlags(): Uint16Array {
  const flags = new Uint16Array(0x110000);
  const mark = (from: number, count: number, bit: number) => {
    for (let c = from; c < from + count; c++) flags[c] = (flags[c] ?? 0) | bit;
  };
  const ranges = [
    [REMOVED, REMOVED_BIT],
    [WHITESPACE, WHITESPACE_BIT],
    [PUNCTUATION, PUNCTUATION_BIT],
    [NONSPACING_MARKS, MARK_BIT],
    [DECOMPOSED, DECOMPOSED_BIT],
    [COMPATIBLE, COMPATIBLE_BIT],
    [COMBINING_MARKS, COMBINING_MARK_BIT],
    [NUMERIC, NUMERIC_BIT],
  ] as const;
  for (const [table, bit] of ranges) {
    for (const [from = 0, count = 0] of rows(table, 2)) mark(from, count, bit);
  }
  for (const point of LOWER.keys()) mark(point, 1, LOWER_BIT);
  for (const point of COMBINING.keys()) mark(point, 1, COMBINING_BIT);
  // ASCII: the tables begin above it.
  mark(0x00, 0x20, REMOVED_BIT);
  mark(0x7f, 1, REMOVED_BIT);
  mark(0x09, 5, WHITESPACE_BIT);
  mark(0x20, 1, WHITESPACE_BIT);
  for (const kept of [0x09, 0x0a, 0x0d]) flags[kept] = WHITESPACE_BIT;
  for (const [from, count] of [
    [0x21, 15],
    [0x3a, 7],
    [0x5b, 6],
    [0x7b, 4],
  ] as const) {
    mark(from, count, PUNCTUATION_BIT);
  }
  mark(0x41, 26, LOWER_BIT);
  mark(0x30, 10, NUMERIC_BIT);
  return flags;
}

function buildLower(): ReadonlyMap<number, number> {
  const map = new Map<number, number>();
  for (const [first = 0, count = 0, step = 1, delta = 0] of rows(LOWER_CASE, 4)) {
    for (let i = 0; i < count; i++) map.set(first + i * step, first + i * step + delta);
  }
  return map;
}

function buildCombining(): ReadonlyMap<number, number> {
  const map = new Map<number, number>();
  for (const [first = 0, count = 0, value = 0] of rows(COMBINING_CLASSES, 3)) {
    for (let i = 0; i < count; i++) map.set(first + i, value);
  }
  return map;
}

const LOWER = buildLower();
const COMBINING = buildCombining();
const FLAGS = buildFlags();

const has = (point: number, bit: number): boolean => ((FLAGS[point] ?? 0) & bit) !== 0;

/** Whether BERT's clean_text drops the character. */
export const isRemoved = (point: number): boolean => has(point, REMOVED_BIT);
export const isWhitespace = (point: number): boolean => has(point, WHITESPACE_BIT);
/** ASCII punctuation, and Unicode's P* classes. */
export const isPunctuation = (point: number): boolean => has(point, PUNCTUATION_BIT);
/** General category Mn, as BERT's strip_accents knows it. */
export const isNonspacingMark = (point: number): boolean => has(point, MARK_BIT);
/** What StripAccents drops: the marks of general category M. */
export const isCombiningMark = (point: number): boolean => has(point, COMBINING_MARK_BIT);
/** General categories Nd, Nl, No. */
export const isNumeric = (point: number): boolean => has(point, NUMERIC_BIT);
/** Whether NFD changes the character. */
export const isDecomposed = (point: number): boolean => has(point, DECOMPOSED_BIT);
/** Whether NFKD changes the character. */
export const isCompatible = (point: number): boolean => has(point, DECOMPOSED_BIT | COMPATIBLE_BIT);
/** Canonical combining class, 0 for ordinary characters. */
export const combiningClass = (point: number): number =>
  has(point, COMBINING_BIT) ? (COMBINING.get(point) ?? 0) : 0;
/** Whether NFD and NFKD leave the character as it is and where it is. */
export const isInert = (point: number): boolean =>
  !has(point, DECOMPOSED_BIT | COMPATIBLE_BIT | COMBINING_BIT);

/** Lower case of one character; U+0130, which becomes two, is the caller's. */
export function toLower(point: number): number {
  if (!has(point, LOWER_BIT)) return point;
  return point < 0x80 ? point + 32 : (LOWER.get(point) ?? point);
}

/** Ideographs that BERT sets apart; 0x2b920 is upstream's own typing error for 0x2b820. */
export function isChinese(point: number): boolean {
  if (point < 0x3400) return false;
  return (
    (point >= 0x4e00 && point <= 0x9fff) ||
    (point >= 0x3400 && point <= 0x4dbf) ||
    (point >= 0x20000 && point <= 0x2a6df) ||
    (point >= 0x2a700 && point <= 0x2b73f) ||
    (point >= 0x2b740 && point <= 0x2b81f) ||
    (point >= 0x2b920 && point <= 0x2ceaf) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0x2f800 && point <= 0x2fa1f)
  );
}
