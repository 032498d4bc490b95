/*
 * `npm run test:tokenizers`: the studio's tokenizers beside the Rust library and transformers' classes, text by text.
 * `--report PATH` leaves the counts there as JSON; `-k NAME` runs the tests of that name alone.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pythonWith } from './environment.ts';
import { runPytest } from './run-pytest.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TESTS = join('tools', 'python', 'tokenizing');
/** Tests of published tokenizers, which lie outside the repository; they run where those are. */
const PUBLISHED_TESTS = join(TESTS, 'test_published.py');
const PUBLISHED = join(process.env['TABTUNE_FIELD_DATA'] ?? join(ROOT, '..', 'shared'), 'tokenizers');

const { report, k: name } = parseArgs({
  options: { report: { type: 'string' }, k: { type: 'string', short: 'k' } },
}).values;
const scratch = mkdtempSync(join(tmpdir(), 'tabtune-tokenizers-'));
try {
  const args = [
    ...(existsSync(PUBLISHED) ? [] : [`--ignore=${PUBLISHED_TESTS}`]),
    ...(name === undefined ? [] : ['-k', name]),
    TESTS,
  ];
  const env = { TABTUNE_PUBLISHED_TOKENIZERS: PUBLISHED };
  const counts = runPytest({ python: pythonWith('5'), args, env, scratch });
  if (report !== undefined) writeFileSync(report, JSON.stringify(counts));
  if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
