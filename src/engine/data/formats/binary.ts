import { guessUtf16 } from './text/encoding';

/** First bytes of files that people drop by mistake. */
const MAGIC: readonly (readonly [kind: string, bytes: readonly number[]])[] = [
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['gzip', [0x1f, 0x8b]],
  ['xls', [0xd0, 0xcf, 0x11, 0xe0]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['rar', [0x52, 0x61, 0x72, 0x21, 0x1a]],
  ['sqlite', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Names inside a zip that tell what it is. */
const INSIDE_ZIP = [
  ['xlsx', 'xl/'],
  ['docx', 'word/'],
  ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
] as const;

const startsWith = (head: Uint8Array, bytes: readonly number[]): boolean =>
  bytes.every((byte, i) => head[i] === byte);

/** What a file is that holds no text ("xlsx", "zip", "pdf" … "unknown"); null for text. */
export function binaryKind(head: Uint8Array): string | null {
  if (startsWith(head, ZIP)) {
    const names = new TextDecoder('windows-1252').decode(head);
    return INSIDE_ZIP.find(([, name]) => names.includes(name))?.[0] ?? 'zip';
  }
  const known = MAGIC.find(([, bytes]) => startsWith(head, bytes));
  if (known) return known[0];
  return guessUtf16(head) === null && head.includes(0) ? 'unknown' : null;
}
