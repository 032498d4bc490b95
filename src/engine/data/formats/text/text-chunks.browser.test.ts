import { expect, it } from 'vitest';
import { textChunks } from './text-chunks';

// In the browser: Node 20 takes Windows-1252 for Latin-1.
it('decodes what Windows-1252 has in the place of control characters', async () => {
  const bytes = Uint8Array.of(0x80, 0x85, 0x93, 0x94, 0x99, 0xe4);
  const chunks: string[] = [];
  for await (const { text } of textChunks(new Blob([bytes]), 'windows-1252')) chunks.push(text);
  expect(chunks).toEqual(['€…“”™ä']);
});
