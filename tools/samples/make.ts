/**
 * Writes the sample datasets in public/samples/: `npm run samples`. Seeded: the same templates give the same files.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { entitySample } from './entities';
import { headlineSample } from './headlines';

const FOLDER = new URL('../../public/samples/', import.meta.url);

mkdirSync(FOLDER, { recursive: true });
const entities = entitySample();
const lines = entities.map(({ tokens, tags, split }) => JSON.stringify({ tokens, tags, split }));
writeFileSync(new URL('entities.jsonl', FOLDER), `${lines.join('\n')}\n`);
const headlines = headlineSample();
const rows = headlines.map(({ headline, label, split }) => `${csvCell(headline)},${label},${split}`);
writeFileSync(new URL('headlines.csv', FOLDER), `headline,label,split\n${rows.join('\n')}\n`);

function csvCell(text: string): string {
  return text.includes(',') ? `"${text}"` : text;
}
