/*
 * `npm run bench:export`: how long the zip of a 6 × 384 encoder (all-MiniLM-L6-v2 under a new head) takes to write, and
 * what is alive in memory meanwhile. `--runs N` repeats the timing (3). Ends with a code when a bound is missed.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FileWriter } from '../../src/core/contract/storage.ts';
import type { ExportInput } from '../../src/engine/export/input.ts';
import { exportZip } from '../../src/engine/export/zip.ts';
import { exportFixture } from '../../src/engine/testing/export-fixture.ts';
import { openEncoder } from '../python/encoder.ts';

/** On two cores; the sink is a file on disk, as in the browser. */
const SECONDS_BOUND = 10;
/** Alive at once: a weight as it was read, as it is written, and one more of that size on its way out. */
const TENSORS_BOUND = 3;
/** For what is no tensor: tokenizer, card, graph. */
const TEXT_BYTES = 32 * 1024 * 1024;
/** Memory is looked at when a piece of this size is written: a collection takes its time. */
const LARGE_BYTES = 1024 * 1024;

async function encoderExport(folder: string): Promise<ExportInput> {
  const fixture = exportFixture();
  const { task, labels } = fixture.run.spec;
  const encoder = await openEncoder(folder, task, labels.length, { range: 0.3, seed: 7 });
  return { ...fixture, ...encoder, base: { ...fixture.base, name: 'encoder', maxLength: 512 } };
}

async function fileWriter(path: string, onWrite: (bytes: number) => void): Promise<FileWriter> {
  const file = await open(path, 'w');
  return {
    async write(chunk) {
      onWrite(chunk.length);
      await file.writeFile(chunk);
    },
    async close() {
      await file.close();
      return statSync(path).size;
    },
    abort: () => file.close(),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

const { runs } = parseArgs({ options: { runs: { type: 'string', default: '3' } } }).values;
const collect = globalThis.gc;
if (collect === undefined) throw new Error('node needs --expose-gc, as in `npm run bench:export`');
const minilm = execFileSync(process.execPath, ['--import', 'tsx', 'tools/fetch-minilm.ts'], {
  encoding: 'utf8',
});
const input = await encoderExport(minilm.trim());
const largest = Math.max(
  ...input.weights.specs.map(({ shape }) => 4 * shape.reduce((product, size) => product * size, 1)),
);
const scratch = mkdtempSync(join(tmpdir(), 'tabtune-export-'));
try {
  const path = join(scratch, 'model.zip');
  const seconds: number[] = [];
  const cpuSeconds: number[] = [];
  let sizeBytes = 0;
  for (let run = 0; run < Number(runs); run++) {
    const [begin, cpu] = [performance.now(), process.cpuUsage()];
    sizeBytes = await exportZip(input, await fileWriter(path, () => undefined));
    seconds.push((performance.now() - begin) / 1000);
    const { user, system } = process.cpuUsage(cpu);
    cpuSeconds.push((user + system) / 1e6);
  }
  collect();
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  const look = (bytes: number) => {
    if (bytes < LARGE_BYTES) return;
    collect();
    peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  };
  await exportZip(input, await fileWriter(path, look));

  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`zip ${mb(sizeBytes)}, largest tensor ${mb(largest)}`);
  console.log(
    `written in ${median(seconds).toFixed(1)} s (median of ${runs}: ${seconds.map((s) => s.toFixed(1)).join(', ')})`,
  );
  console.log(`processor ${median(cpuSeconds).toFixed(1)} s; bound ${SECONDS_BOUND} s`);
  const bound = TENSORS_BOUND * largest + TEXT_BYTES;
  console.log(
    `alive at most ${mb(peak)}, ${(peak / largest).toFixed(2)} largest tensors; bound ${mb(bound)}`,
  );
  if (median(seconds) > SECONDS_BOUND || peak > bound) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
