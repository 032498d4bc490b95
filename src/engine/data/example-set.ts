import { AppError } from '../../core/contract/errors';

/**
 * One tokenized split in flat arrays. Example i owns tokens `starts[i]…starts[i+1]` and labels
 * `labelStarts[i]…labelStarts[i+1]`: one label a text in classification, one a token in NER.
 */
export interface ExampleSet {
  readonly length: number;
  readonly inputIds: Int32Array;
  readonly typeIds: Uint8Array;
  /** length + 1 entries. */
  readonly starts: Uint32Array;
  readonly labels: Int32Array;
  /** length + 1 entries. */
  readonly labelStarts: Uint32Array;
  /**
   * Index of each token's word in its sentence, -1 for special tokens; empty where texts are classified. Words that
   * were cut off, or are nothing to the tokenizer, are missing.
   */
  readonly wordIds: Int32Array;
  /** Index of the example's file in the dataset. */
  readonly files: Uint32Array;
  /** Data record number in its file, from 1. */
  readonly rows: Uint32Array;
}

const MAGIC = 0x53455454; // "TTES"
const VERSION = 3;
/** Had a byte for each file, after all else. */
const BYTE_FILES = 2;
const HEADER_WORDS = 7;

interface Sizes {
  readonly length: number;
  readonly tokens: number;
  readonly labels: number;
  readonly wordIds: number;
}

/** The arrays of a set as views of one buffer: 4-byte columns first, so that all are aligned. */
function layout(
  buffer: ArrayBuffer,
  { length, tokens, labels, wordIds }: Sizes,
  version: number,
): ExampleSet {
  let offset = HEADER_WORDS * 4;
  const take = (bytes: number): number => {
    const begin = offset;
    offset += bytes;
    return begin;
  };
  const wide = {
    length,
    starts: new Uint32Array(buffer, take((length + 1) * 4), length + 1),
    labelStarts: new Uint32Array(buffer, take((length + 1) * 4), length + 1),
    rows: new Uint32Array(buffer, take(length * 4), length),
    inputIds: new Int32Array(buffer, take(tokens * 4), tokens),
    labels: new Int32Array(buffer, take(labels * 4), labels),
    wordIds: new Int32Array(buffer, take(wordIds * 4), wordIds),
  };
  const files = version === BYTE_FILES ? null : new Uint32Array(buffer, take(length * 4), length);
  const typeIds = new Uint8Array(buffer, take(tokens), tokens);
  return { ...wide, typeIds, files: files ?? Uint32Array.from(new Uint8Array(buffer, take(length), length)) };
}

function byteSize({ length, tokens, labels, wordIds }: Sizes, version: number): number {
  const fileBytes = version === BYTE_FILES ? 1 : 4;
  const words = 2 * (length + 1) + length + tokens + labels + wordIds;
  return HEADER_WORDS * 4 + 4 * words + tokens + fileBytes * length;
}

/** FNV-1a over everything after the header. */
function checksum(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = HEADER_WORDS * 4; i < bytes.length; i++) {
    hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/** Packs a set into one block of bytes (little endian) with a checksum. */
export function encodeExampleSet(set: ExampleSet): Uint8Array<ArrayBuffer> {
  const sizes = {
    length: set.length,
    tokens: set.inputIds.length,
    labels: set.labels.length,
    wordIds: set.wordIds.length,
  };
  const buffer = new ArrayBuffer(byteSize(sizes, VERSION));
  const target = layout(buffer, sizes, VERSION);
  target.starts.set(set.starts);
  target.labelStarts.set(set.labelStarts);
  target.rows.set(set.rows);
  target.inputIds.set(set.inputIds);
  target.labels.set(set.labels);
  target.wordIds.set(set.wordIds);
  target.typeIds.set(set.typeIds);
  target.files.set(set.files);
  const bytes = new Uint8Array(buffer);
  const header = new Uint32Array(buffer, 0, HEADER_WORDS);
  const { length, tokens, labels, wordIds } = sizes;
  header.set([MAGIC, VERSION, length, tokens, labels, wordIds, checksum(bytes)]);
  return bytes;
}

/** Reads what `encodeExampleSet` wrote, today or in version 2. Throws `STORAGE_DAMAGED`. */
export function decodeExampleSet(bytes: Uint8Array): ExampleSet {
  const damaged = (reason: string) => new AppError('STORAGE_DAMAGED', { file: 'prepared examples', reason });
  if (bytes.length < HEADER_WORDS * 4) throw damaged('too short');
  const copy = bytes.slice();
  const [magic, version = 0, length = 0, tokens = 0, labels = 0, wordIds = 0, sum] = new Uint32Array(
    copy.buffer,
    0,
    HEADER_WORDS,
  );
  if (magic !== MAGIC || (version !== VERSION && version !== BYTE_FILES)) throw damaged('not an example set');
  const sizes = { length, tokens, labels, wordIds };
  if (byteSize(sizes, version) !== copy.length) throw damaged('wrong size');
  if (checksum(copy) !== sum) throw damaged('checksum');
  return layout(copy.buffer, sizes, version);
}
