import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Plugin } from 'vite';

/** What must live in workers alone. */
const WORKER_MODULES = /[\\/]node_modules[\\/]@tensorflow[\\/]|[\\/]src[\\/](?:engine|hub)[\\/]/;

/** Ways to load code or styles from another origin. */
const FOREIGN_LOADS: Record<string, RegExp[]> = {
  '.html': [/<script[^>]+src="?(?:https?:)?\/\//, /<link[^>]+href="?(?:https?:)?\/\//],
  '.css': [/@import\s+(?:url\()?["']?(?:https?:)?\/\//, /url\(["']?(?:https?:)?\/\//],
  '.js': [
    /\bimport\s*\(\s*["'`]https?:/,
    /\bfrom\s*["'`]https?:/,
    /importScripts\(\s*["'`]https?:/,
    /new (?:Shared)?Worker\(\s*["'`]https?:/,
  ],
};

/** The untouched tfjs-backend-wasm has this literal, see `tfjs-wasm.ts`. */
const BLOB_THREADS = 'var WasmBackendModuleThreadedSimd = `';

/** Fails the build when its shape is not the one the design asks for. */
export function checkBundle(): Plugin {
  let root = '';
  return {
    name: 'check-bundle',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    writeBundle(output, bundle) {
      const faults: string[] = [];
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const misplaced = chunk.moduleIds.find((id) => WORKER_MODULES.test(id));
        if (misplaced) faults.push(`${chunk.fileName} is loaded by the page but holds ${misplaced}`);
      }

      const folder = output.dir ?? join(root, 'dist');
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const workers = readdirSync(join(root, 'workers')).filter((name) => name.endsWith('.worker.ts'));
      for (const worker of workers) {
        const stem = worker.slice(0, -'.ts'.length);
        const chunks = files.filter((file) => file.includes(`${stem}-`) && file.endsWith('.js'));
        if (chunks.length !== 1) faults.push(`workers/${worker} became ${chunks.length} chunks, expected 1`);
      }
      for (const file of files) {
        const patterns = FOREIGN_LOADS[extname(file)];
        if (!patterns) continue;
        const text = readFileSync(join(folder, file), 'utf8');
        for (const pattern of patterns) {
          const match = pattern.exec(text);
          if (match)
            faults.push(`${file} loads from another origin: ${text.slice(match.index, match.index + 80)}`);
        }
        if (text.includes(BLOB_THREADS)) faults.push(`${file} holds tfjs-backend-wasm without our edits`);
      }
      if (faults.length > 0) this.error(`The build is not as designed:\n- ${faults.join('\n- ')}`);
    },
  };
}
