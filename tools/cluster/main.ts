/*
 * `npm run test:cluster`: runs bundles of the studio as a cluster would, by `accelerate launch` on one and on two
 * processes and as a job of Ray Train, and compares losses and figures with the studio's own; then the studio opens what
 * they left. Datasets packed for the Hub are opened with `datasets`. `--report PATH` leaves the counts there as JSON; `-k NAME` runs the tests of that name alone.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pythonOf } from '../python/environment.ts';
import { runPytest } from '../python/run-pytest.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HERE = join('tools', 'cluster');

const { report, k: name } = parseArgs({
  options: { report: { type: 'string' }, k: { type: 'string', short: 'k' } },
}).values;
const scratch = mkdtempSync(join(tmpdir(), 'tabtune-cluster-'));
try {
  const python = pythonOf('cluster', join(ROOT, HERE, 'requirements.txt'));
  const bundles = join(scratch, 'bundles');
  const make = ['--import', 'tsx', join(HERE, 'make-bundles.ts'), bundles];
  execFileSync(process.execPath, make, { cwd: ROOT, stdio: 'inherit' });
  const datasets = join(scratch, 'datasets');
  const pack = ['--import', 'tsx', join(HERE, 'make-datasets.ts'), datasets];
  execFileSync(process.execPath, pack, { cwd: ROOT, stdio: 'inherit' });
  const env = { TABTUNE_BUNDLES: bundles, TABTUNE_DATASETS: datasets, TABTUNE_NODE: process.execPath };
  const args = [...(name === undefined ? [] : ['-k', name]), join(HERE, 'tests')];
  const counts = runPytest({ python, args, env, scratch });
  if (report !== undefined) writeFileSync(report, JSON.stringify(counts));
  if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
