import { existsSync } from 'node:fs';
import { build, preview } from 'vite';

const FOLDER = '.cache/bench';
const PAGE = 'tools/bench/page/index.html';

/** Builds app and bench page together, with the app's own configuration: the bench runs what people get. */
export async function buildBench(): Promise<void> {
  await build({
    logLevel: 'warn',
    build: {
      outDir: FOLDER,
      emptyOutDir: true,
      chunkSizeWarningLimit: 4096,
      rolldownOptions: { input: ['index.html', PAGE] },
    },
  });
}

export interface BenchSite {
  readonly appUrl: string;
  readonly benchUrl: string;
  close(): Promise<void>;
}

export async function serveBench(): Promise<BenchSite> {
  if (!existsSync(`${FOLDER}/${PAGE}`)) throw new Error('not built yet: leave --no-build out');
  const server = await preview({
    logLevel: 'warn',
    build: { outDir: FOLDER },
    preview: { port: 4199, strictPort: false },
  });
  const appUrl = server.resolvedUrls?.local[0];
  if (appUrl === undefined) throw new Error('no address to serve at');
  return { appUrl, benchUrl: `${appUrl}${PAGE}`, close: () => server.close() };
}
