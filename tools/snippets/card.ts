import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { ExportInput } from '../../src/engine/export/input.ts';
import { exportZip } from '../../src/engine/export/zip.ts';

/** Exports into a folder, as a person unpacks the zip. */
export async function unpackExport(input: ExportInput, folder: string): Promise<void> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  await exportZip(input, {
    write: async (chunk) => {
      chunks.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk.slice());
    },
    close: async () => 0,
    abort: async () => undefined,
  });
  const zip = new Uint8Array(await new Blob(chunks).arrayBuffer());
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

/** The one block of code in this language, as the card prints it. */
export function codeOf(card: string, language: 'python' | 'js' | 'html'): string {
  const blocks = [...card.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))];
  const [block, ...others] = blocks;
  if (block?.[1] === undefined || others.length > 0)
    throw new Error(`${blocks.length} blocks of ${language}`);
  return block[1];
}
