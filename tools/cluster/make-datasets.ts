/*
 * `tsx tools/cluster/make-datasets.ts FOLDER`: the samples packed as they would be pushed to the Hub, one zip each.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HeadlessStudio } from './studio.ts';

const SAMPLES = fileURLToPath(new URL('../../public/samples/', import.meta.url));

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('usage: make-datasets.ts FOLDER');
mkdirSync(folder, { recursive: true });
for (const sample of ['headlines.csv', 'entities.jsonl']) {
  const studio = new HeadlessStudio();
  const file = new File([readFileSync(join(SAMPLES, sample), 'utf8')], sample);
  const dataset = await studio.dataset(file, { seed: 1, validationShare: 0, testShare: 0 });
  if (dataset.mapping === null) throw new Error(`${sample}: no columns recognised`);
  // As the studio proposes it: the samples name their splits themselves.
  const packed = await studio.pack({ ...dataset, mapping: { ...dataset.mapping, split: 'split' } });
  writeFileSync(join(folder, `${sample}.zip`), Buffer.from(await packed.arrayBuffer()));
}
