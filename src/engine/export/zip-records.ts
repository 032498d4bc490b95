/*
 * The records of a zip (PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3), all of them for files that are stored and
 * not compressed, written one after the other without going back: sizes and checksum follow a file instead of leading
 * it. Where a number has no room in 32 bits, its field is full and the number stands in a 64-bit one.
 */

/** From this on a size or place has no room in 32 bits. */
export const NARROW_LIMIT = 0xffff_ffff;
/** From this on a count has no room in 16 bits. */
const COUNT_LIMIT = 0xffff;

/** What must be known of a file before it is written. */
export interface FileStart {
  readonly name: Uint8Array;
  /** DOS time and date. */
  readonly time: number;
  readonly date: number;
  /** Whether its sizes get 64 bits. */
  readonly isWide: boolean;
}

/** A file that was written. */
export interface WrittenFile extends FileStart {
  readonly crc: number;
  readonly sizeBytes: number;
  /** Where its header begins. */
  readonly offset: number;
}

type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** Little-endian fields, then bytes. */
function record(fields: readonly Field[], ...tails: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const head = fields.reduce((sum, [bytes]) => sum + bytes, 0);
  const whole = new Uint8Array(tails.reduce((sum, tail) => sum + tail.length, head));
  const view = new DataView(whole.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  for (const tail of tails) {
    whole.set(tail, at);
    at += tail.length;
  }
  return whole;
}

/** Version of the format that a reader must know: 2.0, or 4.5 for numbers of 64 bits. */
const version = (isWide: boolean): number => (isWide ? 45 : 20);
/** Sizes follow the file (bit 3); its name is UTF-8 (bit 11). */
const FLAGS = 0x0808;
const STORED = 0;

/** The extra field with numbers of 64 bits; none where there are none. */
function wideField(values: readonly number[]): Uint8Array<ArrayBuffer> {
  if (values.length === 0) return new Uint8Array();
  return record([[2, 1], [2, 8 * values.length], ...values.map((value): Field => [8, value])]);
}

/** What leads a file. */
export function fileHeader({ name, time, date, isWide }: FileStart): Uint8Array<ArrayBuffer> {
  const extra = wideField(isWide ? [0, 0] : []);
  const size = isWide ? NARROW_LIMIT : 0;
  return record(
    [
      [4, 0x04034b50],
      [2, version(isWide)],
      [2, FLAGS],
      [2, STORED],
      [2, time],
      [2, date],
      [4, 0],
      [4, size],
      [4, size],
      [2, name.length],
      [2, extra.length],
    ],
    name,
    extra,
  );
}

/** What follows a file. */
export function fileEnd({ crc, sizeBytes, isWide }: WrittenFile): Uint8Array<ArrayBuffer> {
  const bytes = isWide ? 8 : 4;
  return record([
    [4, 0x08074b50],
    [4, crc],
    [bytes, sizeBytes],
    [bytes, sizeBytes],
  ]);
}

/** A file in the directory at the end of the zip. */
export function directoryEntry(file: WrittenFile, narrowLimit: number): Uint8Array<ArrayBuffer> {
  const { name, time, date, crc, sizeBytes, offset, isWide } = file;
  const isFar = offset >= narrowLimit;
  const extra = wideField([...(isWide ? [sizeBytes, sizeBytes] : []), ...(isFar ? [offset] : [])]);
  const size = isWide ? NARROW_LIMIT : sizeBytes;
  return record(
    [
      [4, 0x02014b50],
      [2, version(isWide || isFar)],
      [2, version(isWide || isFar)],
      [2, FLAGS],
      [2, STORED],
      [2, time],
      [2, date],
      [4, crc],
      [4, size],
      [4, size],
      [2, name.length],
      [2, extra.length],
      // No comment, first disk, no attributes of any system.
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, isFar ? NARROW_LIMIT : offset],
    ],
    name,
    extra,
  );
}

/** The directory's place in the zip. */
export interface DirectoryPlace {
  readonly count: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** What follows the directory: with numbers of 64 bits before those of 32 where these have no room. */
export function zipEnd({ count, offset, sizeBytes }: DirectoryPlace, narrowLimit: number): Uint8Array {
  const isWide = count >= COUNT_LIMIT || offset >= narrowLimit || sizeBytes >= narrowLimit;
  const narrow = record([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, isWide ? COUNT_LIMIT : count],
    [2, isWide ? COUNT_LIMIT : count],
    [4, isWide ? NARROW_LIMIT : sizeBytes],
    [4, isWide ? NARROW_LIMIT : offset],
    [2, 0],
  ]);
  if (!isWide) return narrow;
  return record(
    [
      [4, 0x06064b50],
      // Bytes that follow in this record.
      [8, 44],
      [2, version(true)],
      [2, version(true)],
      [4, 0],
      [4, 0],
      [8, count],
      [8, count],
      [8, sizeBytes],
      [8, offset],
      // The locator: where that record begins, on the only disk.
      [4, 0x07064b50],
      [4, 0],
      [8, offset + sizeBytes],
      [4, 1],
    ],
    narrow,
  );
}

/** DOS time and date, in the zone of this computer and with two seconds as the unit, as every zip has them. */
export function dosTime(timeMs: number): Pick<FileStart, 'time' | 'date'> {
  const at = new Date(timeMs);
  return {
    time: (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1),
    date: ((at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate(),
  };
}
