import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache/python', import.meta.url));

/** The oldest Python that the pinned packages have wheels for. */
const OLDEST = [3, 11] as const;

export const TRANSFORMERS = ['5', '4'] as const;
type Major = (typeof TRANSFORMERS)[number];

function versionOf(command: string): readonly [number, number] | null {
  const { status, stdout } = spawnSync(command, ['-c', 'import sys; print(*sys.version_info[:2], sep=".")'], {
    encoding: 'utf8',
  });
  const [major, minor] = (stdout ?? '').trim().split('.').map(Number);
  return status === 0 && major !== undefined && minor !== undefined ? [major, minor] : null;
}

/** A Python that can make the environments. Throws where there is none. */
function findPython(): string {
  const candidates = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11'];
  const python = candidates.find((command) => {
    const version = versionOf(command);
    return version !== null && version[0] === OLDEST[0] && version[1] >= OLDEST[1];
  });
  if (python === undefined) throw new Error(`no Python ${OLDEST.join('.')} or newer on the PATH`);
  return python;
}

/** The interpreter of a virtual environment with one pinned transformers. */
export function pythonWith(major: Major): string {
  const name = `transformers-${major}`;
  return pythonOf(name, join(HERE, `requirements-${name}.txt`));
}

/**
 * The interpreter of a virtual environment of that name; made at the first call, made again when its requirements
 * change.
 */
export function pythonOf(name: string, requirements: string): string {
  const folder = join(CACHE, name);
  const python =
    process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const stamp = join(folder, 'installed.txt');
  const wanted = readFileSync(requirements, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  console.log(`Making a Python environment (${name}); this takes a minute or two.`);
  mkdirSync(CACHE, { recursive: true });
  execFileSync(findPython(), ['-m', 'venv', '--clear', folder], { stdio: 'inherit' });
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    requirements,
  ];
  execFileSync(python, pip, { stdio: ['ignore', 'inherit', 'inherit'] });
  writeFileSync(stamp, wanted);
  return python;
}
