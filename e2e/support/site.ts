import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { preview } from 'vite';

/** What a build is made of. */
const SOURCES = [
  'src',
  'workers',
  'public',
  'tools/vite',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
];
const BUILT = 'dist/index.html';

function newest(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Whether dist/ is missing or older than what it is made of. */
function isStale(): boolean {
  return !existsSync(BUILT) || Math.max(...SOURCES.map(newest)) > statSync(BUILT).mtimeMs;
}

/** Builds the app when dist/ is missing or stale. Throws when the build fails. */
export function ensureBuilt(): void {
  if (!isStale()) return;
  const { status } = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the build failed');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, 'localhost', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}

export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves dist/ as `npm start` does, on a free port. */
export async function serveBuilt(): Promise<Site> {
  const port = await freePort();
  const server = await preview({ logLevel: 'warn', preview: { port, strictPort: true } });
  return { url: `http://localhost:${port}`, close: () => server.close() };
}
