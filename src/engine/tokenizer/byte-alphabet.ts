import { TextBuilder } from './text-builder';
import { fromUnits, isAscii, type WorkingText } from './working-text';

/** GPT-2's alphabet: one visible character for each byte. Printable Latin-1 stands for itself, the rest begin at U+0100. */
const UNITS = new Uint16Array(256);
const BYTES = new Map<number, number>();
{
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const isVisible = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
    const unit = isVisible ? byte : next++;
    UNITS[byte] = unit;
    BYTES.set(unit, byte);
  }
}

/** The character of a space, Ġ. */
export const SPACE_UNIT = 0x120;

/** The byte that a character stands for; undefined outside the alphabet. */
export const byteOf = (unit: number): number | undefined => BYTES.get(unit);

const unitOf = (byte: number): number => UNITS[byte] ?? 0;

/** A character's UTF-8 bytes in the alphabet. */
function spell(point: number): string {
  if (point < 0x80) return String.fromCharCode(unitOf(point));
  const tail = (shift: number): number => unitOf(0x80 | ((point >> shift) & 0x3f));
  if (point < 0x800) return String.fromCharCode(unitOf(0xc0 | (point >> 6)), tail(0));
  if (point < 0x10000) return String.fromCharCode(unitOf(0xe0 | (point >> 12)), tail(6), tail(0));
  return String.fromCharCode(unitOf(0xf0 | (point >> 18)), tail(12), tail(6), tail(0));
}

/**
 * The text spelt in the byte alphabet; each byte belongs where its character does. Moves `bounds`, ascending positions in
 * UTF-16 units, along in place.
 */
export function spellBytes(source: WorkingText, bounds: number[]): WorkingText {
  const { text } = source;
  if (isAscii(text)) {
    const units = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) units[i] = unitOf(text.charCodeAt(i));
    return { ...source, text: fromUnits(units) };
  }
  const builder = new TextBuilder(source, 3 * text.length);
  let b = 0;
  for (let i = 0; i <= text.length; i++) {
    while (b < bounds.length && bounds[b] === i) bounds[b++] = builder.length;
    const point = text.codePointAt(i);
    if (point === undefined) break;
    builder.insert(spell(point), i);
    if (point > 0xffff) i++;
  }
  return builder.build();
}
