import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';
import { findBrowser } from '../../browser/find-browser.ts';
import { DAWN_MODULE } from './dawn-module.ts';

/** Dawn, Chromium's WebGPU, for Node. It is native and large: kept out of the dependencies, fetched at the first call. */
export const DAWN = { name: 'webgpu', version: '0.6.2' } as const;

const CACHE = fileURLToPath(new URL('../../../.cache/dawn', import.meta.url));
const manifest = z.object({ version: z.string() });

function installedVersion(folder: string): string | null {
  const file = join(folder, 'package.json');
  return existsSync(file) ? manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version : null;
}

/** URL of the module. */
function ensureDawn(): string {
  const folder = join(CACHE, 'node_modules', DAWN.name);
  if (installedVersion(folder) !== DAWN.version) {
    console.error(`Fetching ${DAWN.name} ${DAWN.version}, 132 MB.`);
    mkdirSync(CACHE, { recursive: true });
    const options = ['--prefix', CACHE, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    execFileSync('npm', ['install', ...options, `${DAWN.name}@${DAWN.version}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return pathToFileURL(join(folder, 'index.js')).href;
}

/**
 * Variables for a process that runs on Dawn: with the software adapter of a Chromium at hand, as the browser's tests
 * have it, or, by `TABTUNE_GPU=real`, with whatever adapters the machine has.
 */
export function dawnEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env, [DAWN_MODULE]: ensureDawn() };
  if (process.env['TABTUNE_GPU'] === 'real') return env;
  const browser = findBrowser();
  // Debian's /usr/bin/chromium is a script that starts the program there.
  const folder = [browser, '/usr/lib/chromium/chromium']
    .filter((path) => path !== undefined)
    .map((path) => dirname(path))
    .find((path) => existsSync(join(path, 'vk_swiftshader_icd.json')));
  if (folder === undefined) {
    throw new Error('No SwiftShader beside a browser; TABTUNE_GPU=real takes the adapter of the machine.');
  }
  return { ...env, VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'), LD_LIBRARY_PATH: folder };
}
