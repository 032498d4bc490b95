/*
 * `npm run reference -- SCRIPT.py [ARGUMENTS]`: runs a script of this folder in the pinned Python environment with
 * PyTorch, transformers 5 and scikit-learn, to write golden values again.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../python/environment.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

const [script, ...args] = process.argv.slice(2);
if (script === undefined) throw new Error('usage: npm run reference -- SCRIPT.py [ARGUMENTS]');
const { status } = spawnSync(pythonWith('5'), [join(HERE, script), ...args], { stdio: 'inherit' });
process.exitCode = status ?? 1;
