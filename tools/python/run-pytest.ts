import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Counts } from '../test/reports.ts';
import { parseJunit } from './junit.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface PytestRun {
  /** The interpreter. */
  readonly python: string;
  /** Paths below the repository, and pytest's options. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A folder for its report. */
  readonly scratch: string;
}

/** Runs pytest in one environment. Throws when it breaks before it can report. */
export function runPytest({ python, args, env, scratch }: PytestRun): Counts {
  const junit = join(scratch, 'junit.xml');
  rmSync(junit, { force: true });
  spawnSync(python, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', `--junitxml=${junit}`, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return parseJunit(readFileSync(junit, 'utf8'));
}
