/*
 * `npm run test:python`: exports models with the studio's own engine and opens them with two pinned versions of
 * transformers. `--report PATH` leaves the counts there as JSON.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Counts } from '../test/reports.ts';
import { pythonWith, TRANSFORMERS } from './environment.ts';
import { runPytest } from './run-pytest.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TESTS = join('tools', 'python', 'tests');
/** Tests on real data outside the repository; they run where it is. */
const FIELD_TESTS = join('tools', 'python', 'field');
const FIELD_DATA = join(process.env['TABTUNE_FIELD_DATA'] ?? join(ROOT, '..', 'shared'), 'data');
const FIELD_ROWS = join(FIELD_DATA, 'clickbait', 'train.csv');
const FIELD_TWEETS = join(FIELD_DATA, 'broad_twitter_corpus');

function runScript(script: string, args: readonly string[], stdout: 'pipe' | 'inherit' = 'inherit'): string {
  const said = execFileSync(process.execPath, ['--import', 'tsx', join('tools', script), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', stdout, 'inherit'],
  });
  return said ?? '';
}

const { report } = parseArgs({ options: { report: { type: 'string' } } }).values;
const scratch = mkdtempSync(join(tmpdir(), 'tabtune-python-'));
try {
  const minilm = runScript('fetch-minilm.ts', [], 'pipe').trim();
  const exports = join(scratch, 'exports');
  runScript(join('python', 'make-export.ts'), [exports, minilm]);
  const large = join(exports, 'large');
  mkdirSync(large);
  runScript(join('python', 'make-large-zip.ts'), [join(large, 'large.zip')]);
  const hasFieldData = existsSync(FIELD_ROWS) && existsSync(FIELD_TWEETS);
  if (hasFieldData) {
    runScript(join('python', 'make-losses.ts'), [join(exports, 'minilm.losses.json'), minilm, FIELD_ROWS]);
    runScript(join('python', 'make-taggers.ts'), [
      join(exports, 'minilm.taggers.json'),
      minilm,
      join(FIELD_TWEETS, 'hf_exact'),
    ]);
    runScript(join('python', 'make-drives.ts'), [join(exports, 'drives'), minilm, FIELD_ROWS, FIELD_TWEETS]);
  }
  const counts: Counts[] = [];
  for (const major of TRANSFORMERS) {
    const python = pythonWith(major);
    console.log(`\ntransformers ${major}`);
    // PyTorch is the same in both environments: its losses are needed once.
    const tests = hasFieldData && major === '5' ? [TESTS, FIELD_TESTS] : [TESTS];
    counts.push(runPytest({ python, args: tests, env: { TABTUNE_EXPORTS: exports }, scratch }));
  }
  const sum = (key: keyof Counts) => counts.reduce((total, each) => total + each[key], 0);
  const total: Counts = { passed: sum('passed'), failed: sum('failed'), notRun: sum('notRun') };
  if (report !== undefined) writeFileSync(report, JSON.stringify(total));
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.notRun} not run`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
