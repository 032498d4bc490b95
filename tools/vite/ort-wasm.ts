import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';
import { isolationHeaders } from './security-headers.ts';

const DIST = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));

/** The folder, below the app's base, from which the inference worker loads ONNX Runtime. */
const FOLDER = 'ort';

/** The build that `@huggingface/transformers` asks for: it holds WASM and WebGPU. */
const FILES: Readonly<Record<string, string>> = {
  'ort-wasm-simd-threaded.asyncify.mjs': 'text/javascript',
  'ort-wasm-simd-threaded.asyncify.wasm': 'application/wasm',
};

const read = (name: string): Uint8Array => readFileSync(join(DIST, name));

/** Serves ONNX Runtime from the app's own origin: in dev, in tests, in the build. */
export function ortWasmFiles(): Plugin {
  return {
    name: 'ort-wasm-files',
    configureServer(server) {
      server.middlewares.use(`${server.config.base}${FOLDER}`, (request, response, next) => {
        const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
        const type = FILES[name];
        if (type === undefined) return next();
        for (const [header, value] of Object.entries(isolationHeaders)) response.setHeader(header, value);
        response.setHeader('Content-Type', type);
        response.end(read(name));
      });
    },
    generateBundle() {
      for (const name of Object.keys(FILES)) {
        this.emitFile({ type: 'asset', fileName: `${FOLDER}/${name}`, source: read(name) });
      }
    },
  };
}

/**
 * Without this condition the library's bundle brings the runtime along a second time: its glue in the code, and a
 * file of 27 MB that nothing loads. The others are Vite's own.
 */
export const ortConditions = [
  'onnxruntime-web-use-extern-wasm',
  'module',
  'browser',
  'development|production',
];
