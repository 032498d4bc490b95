/*
 * `npm run parity`: makes the golden values anew with the pinned PyTorch, transformers and scikit-learn, compares them
 * with those in the repository, and runs the engine's tests against the new ones: on the processor in Node, on WASM and
 * WebGPU in the browser. `--report PATH` leaves the counts there as JSON.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { pythonWith } from '../python/environment.ts';
import { type Counts, parseReport, sumCounts } from '../test/reports.ts';
import { differences } from './compare-golden.ts';
import { FRESH_GOLDEN } from './fresh-golden.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMITTED = join(ROOT, 'src', 'engine', 'testing', 'golden');
/** Differences named; the rest are counted. */
const SHOWN = 5;

const origin = z.object({ made_by: z.string().startsWith('npm run reference -- ') });

function read(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

/** The scripts that made the golden files, each of which says so itself. */
function scripts(): readonly string[] {
  const made = readdirSync(COMMITTED).map((name) => origin.parse(read(COMMITTED, name)).made_by);
  return [...new Set(made.map((command) => command.split(' -- ')[1] ?? ''))];
}

function makeGolden(folder: string): void {
  const python = pythonWith('5');
  for (const script of scripts()) {
    const { status } = spawnSync(python, [join(ROOT, 'tools', 'reference', script)], {
      stdio: 'inherit',
      env: { ...process.env, [FRESH_GOLDEN]: folder },
    });
    if (status !== 0) throw new Error(`${script} failed`);
  }
}

/** One comparison for each golden file of either side. */
function compareAll(fresh: string): Counts {
  const names = [...new Set([...readdirSync(fresh), ...readdirSync(COMMITTED)])].toSorted();
  let failed = 0;
  for (const name of names) {
    const both = [fresh, COMMITTED].every((folder) => readdirSync(folder).includes(name));
    const found = both ? differences(read(fresh, name), read(COMMITTED, name)) : ['is on one side only'];
    if (found.length > 0) failed++;
    console.log(`${name}: ${found.length === 0 ? 'as committed' : `${found.length} differences`}`);
    for (const difference of found.slice(0, SHOWN)) console.log(`  ${difference}`);
  }
  return { passed: names.length - failed, failed, notRun: 0 };
}

/** The tests that read golden values, on the new ones. */
function testEngine(fresh: string, scratch: string): Counts {
  const report = join(scratch, 'vitest.json');
  const files = readdirSync(fresh).map((name) => join(fresh, name));
  const { status } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
      'related',
      ...files,
      '--run',
      '--project=node',
      '--project=browser',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: ROOT, stdio: 'inherit', env: { ...process.env, [FRESH_GOLDEN]: fresh } },
  );
  const counts = parseReport(readFileSync(report, 'utf8'));
  // What breaks outside of a test, such as a browser that does not start, is in none of the counts.
  return status === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

const { report } = parseArgs({ options: { report: { type: 'string' } } }).values;
// Within the project: the browser's tests are served nothing from elsewhere.
const cache = join(ROOT, '.cache');
mkdirSync(cache, { recursive: true });
const scratch = mkdtempSync(join(cache, 'parity-'));
try {
  const fresh = mkdtempSync(join(scratch, 'golden-'));
  makeGolden(fresh);
  const compared = compareAll(fresh);
  const tested = testEngine(fresh, scratch);
  const total = sumCounts([compared, tested]);
  if (report !== undefined) writeFileSync(report, JSON.stringify(total));
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.notRun} not run`);
  if (total.failed > 0 || tested.passed === 0) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
