import type { Certificate } from '../../../core/contract/export';
import type { FileWriter } from '../../../core/contract/storage';
import { type ExportEntry, textEntry } from '../entry';
import { pythonJson } from '../json';
import { writeZip } from '../zip';
import { withCertificate } from './section';

const CARD = 'README.md';
const CERTIFICATE = 'certificate.json';

/** The files of a zip that was written before. */
export interface WrittenFiles {
  readonly names: readonly string[];
  sizeOf(name: string): number | null;
  open(name: string): Promise<Blob | undefined>;
  text(name: string): Promise<string>;
}

/**
 * Writes a zip once more with a certificate: at the end of its card and as certificate.json; all other files as they
 * were, a piece at a time. Returns the size in bytes.
 */
export async function sealZip(
  files: WrittenFiles,
  certificate: Certificate,
  sink: Pick<FileWriter, 'write'>,
  onProgress: (doneBytes: number) => void,
): Promise<number> {
  const card = withCertificate(await files.text(CARD), certificate);
  const kept = files.names.filter((name) => name !== CARD && name !== CERTIFICATE);
  const entries = [
    textEntry(CARD, card),
    textEntry(CERTIFICATE, pythonJson(certificate)),
    ...kept.map((name) => copyEntry(files, name)),
  ];
  return writeZip(entries, certificate.createdAt, sink, { onProgress });
}

function copyEntry(files: WrittenFiles, name: string): ExportEntry {
  return {
    name,
    sizeBytes: files.sizeOf(name) ?? 0,
    async write(sink) {
      const bytes = await files.open(name);
      if (bytes === undefined) throw new RangeError(`${name} is not in the zip`);
      for (let begin = 0; begin < bytes.size; begin += PIECE_BYTES) {
        await sink.write(new Uint8Array(await bytes.slice(begin, begin + PIECE_BYTES).arrayBuffer()));
      }
    },
  };
}

const PIECE_BYTES = 4 * 1024 * 1024;
