/*
 * `tsx tools/python/make-encodings.ts JOB.json OUTPUT.jsonl`: what the studio's tokenizer makes of the texts of a job,
 * for Python to compare with the Rust library: a line for each case, in it all windows.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Encoding, loadTokenizer } from '../../src/engine/tokenizer/tokenizer.ts';
import { loadTokenizerFiles, type TokenizerSources } from '../../workers/lib/models/tokenizer-files.ts';
import { tokenizerFileNames } from '../../workers/lib/models/used-files.ts';

const caseSchema = z.object({
  text: z.union([z.string(), z.array(z.string())]),
  pair: z.string().optional(),
  max_length: z.number(),
  stride: z.number(),
  side: z.enum(['left', 'right']),
});
/** `model`: a folder with the files that the model came with. */
const jobSchema = z.object({ model: z.string(), cases: z.array(caseSchema) });
const configSchema = z.record(z.string(), z.unknown());

const columns = (encoding: Encoding): number[][] =>
  [
    encoding.ids,
    encoding.starts,
    encoding.ends,
    encoding.wordIds,
    encoding.typeIds,
    encoding.specialMask,
  ].map((column) => Array.from(column));

const [jobPath, outputPath] = process.argv.slice(2);
if (jobPath === undefined || outputPath === undefined) {
  throw new Error('usage: make-encodings.ts JOB.json OUTPUT.jsonl');
}
const job = jobSchema.parse(JSON.parse(readFileSync(jobPath, 'utf8')));
const sources: TokenizerSources = {};
for (const name of tokenizerFileNames(readdirSync(job.model))) {
  sources[name] = readFileSync(join(job.model, name));
}
const configPath = join(job.model, 'config.json');
const modelConfig: unknown = existsSync(configPath) ? JSON.parse(readFileSync(configPath, 'utf8')) : null;
const files = loadTokenizerFiles(sources, modelConfig, 512);
// As a model lies in the store after its import.
const stored = configSchema.parse(JSON.parse(files.tokenizerConfig));
const ofSide = (truncation_side: 'left' | 'right') =>
  loadTokenizer({
    tokenizerJson: JSON.parse(files.tokenizerJson),
    tokenizerConfig: { ...stored, truncation_side },
  });
const tokenizers = { left: ofSide('left'), right: ofSide('right') };
const output = openSync(outputPath, 'w');
for (const { text, pair, max_length: maxLength, stride, side } of job.cases) {
  const options = { maxLength, stride, ...(pair !== undefined && { pair }) };
  const windows = tokenizers[side].encodeWindows(text, options).map(columns);
  writeSync(output, `${JSON.stringify(windows)}\n`);
}
closeSync(output);
