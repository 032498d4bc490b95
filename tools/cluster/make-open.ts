/*
 * `tsx tools/cluster/make-open.ts ZIP OUT.json TEXT…`: opens a finished run in the studio, and writes down what the studio
 * knows of it and answers about some texts.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { HeadlessStudio } from './studio.ts';

const [zip, out, ...texts] = process.argv.slice(2);
if (zip === undefined || out === undefined) throw new Error('usage: make-open.ts ZIP OUT.json TEXT…');
const studio = new HeadlessStudio();
await studio.starter();
const files = [new File([new Uint8Array(readFileSync(zip))], basename(zip))];
const run = await studio.data.importRun('open', { name: basename(zip), files });
const target = { kind: 'run', runId: run.id, weights: 'best' } as const;
const { predictions: answers } = await studio.training.predict('ask', target, texts);
writeFileSync(out, JSON.stringify({ run, curves: await studio.records.metrics.read(run.id), answers }));
process.exit(0);
