import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { z } from 'zod';
import { isolationHeaders } from './security-headers.ts';

const require = createRequire(import.meta.url);
const WASM_OUT = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out');
const THREADED = 'tfjs-backend-wasm-threaded-simd';

/** The folder, below the app's base, from which the engine loads the WASM back end (`setWasmPaths`). */
const FOLDER = 'wasm';

/** The pthread worker is shipped as a string; its template literal turned the two characters "\n" into a line break. */
function pthreadWorker(): string {
  const shipped = z
    .object({ wasmWorkerContents: z.string() })
    .parse(require(join(WASM_OUT, `${THREADED}.worker.js`)));
  return shipped.wasmWorkerContents.replaceAll('\n', String.raw`\n`);
}

const FILES: Record<string, { readonly type: string; read(): string | Uint8Array }> = {
  ...Object.fromEntries(
    ['tfjs-backend-wasm', 'tfjs-backend-wasm-simd', THREADED].map((name) => [
      `${name}.wasm`,
      { type: 'application/wasm', read: () => readFileSync(join(WASM_OUT, `${name}.wasm`)) },
    ]),
  ),
  [`${THREADED}.js`]: {
    type: 'text/javascript',
    read: () => readFileSync(join(WASM_OUT, `${THREADED}.js`)),
  },
  [`${THREADED}.worker.js`]: { type: 'text/javascript', read: pthreadWorker },
};

/** Serves the binaries, the Emscripten glue and the pthread worker from the app's own origin: in dev, in tests, in the build. */
export function tfjsWasmFiles(): Plugin {
  return {
    name: 'tfjs-wasm-files',
    configureServer(server) {
      server.middlewares.use(`${server.config.base}${FOLDER}`, (request, response, next) => {
        const file = FILES[new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)];
        if (!file) return next();
        for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
        response.setHeader('Content-Type', file.type);
        response.end(file.read());
      });
    },
    generateBundle() {
      for (const [name, file] of Object.entries(FILES)) {
        this.emitFile({ type: 'asset', fileName: `${FOLDER}/${name}`, source: file.read() });
      }
    },
  };
}

/** What tfjs-backend-wasm 4.22.0 says in two of its files, and what we make of it. */
const EDITS = [
  {
    file: 'backend_wasm.js',
    from: `                const response = wasmWorkerContents.replace(/\\n/g, '\\\\n');
                const blob = new Blob([response], { type: 'application/javascript' });
                return URL.createObjectURL(blob);`,
    to: `                return wasmPathPrefix + path;`,
  },
  {
    file: 'backend_wasm.js',
    from: `new Blob([\`var WasmBackendModuleThreadedSimd = \` +
                    wasmFactoryThreadedSimd.toString()], { type: 'text/javascript' })`,
    to: `wasmPathPrefix + '${THREADED}.js'`,
  },
  {
    file: 'backend_wasm.js',
    from: `import { wasmWorkerContents } from '../wasm-out/${THREADED}.worker.js';`,
    to: '',
  },
  {
    file: `${THREADED}.js`,
    from: 'return navigator["hardwareConcurrency"]',
    to: 'return navigator["hardwareConcurrency"]*2',
  },
];

/**
 * The package starts its threads from `factory.toString()` in a Blob. A minifier renames the variables around the
 * factory, every thread dies, and `setBackend('wasm')` never settles; a strict policy forbids the Blob anyway. This
 * loads glue and pthread worker from `wasmPathPrefix` instead. The back end also runs no more than half as many
 * threads as it hears of cores, so one on two cores: it hears of twice as many, and the engine decides how many it
 * asks for. Refuses to build when the package's source differs.
 * Belongs into `worker.plugins` and `optimizeDeps`, which do not see `plugins`.
 */
export function tfjsWasmThreads(): Plugin {
  return {
    name: 'tfjs-wasm-files-and-threads',
    enforce: 'pre',
    transform: {
      filter: {
        id: /tfjs-backend-wasm[\\/](?:dist[\\/]backend_wasm|wasm-out[\\/]tfjs-backend-wasm-threaded-simd)\.js/,
      },
      handler(code, id) {
        let edited = code;
        for (const { from, to } of EDITS.filter(({ file }) => id.includes(file))) {
          if (edited.split(from).length !== 2) {
            this.error(`tfjs-backend-wasm has changed, tools/vite/tfjs-wasm.ts does not find once: ${from}`);
          }
          edited = edited.replace(from, to);
        }
        return { code: edited, map: null };
      },
    },
  };
}
