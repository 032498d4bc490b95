import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../../.cache/bench-node', import.meta.url));

export const PROVIDER = join(FOLDER, 'provide-webgpu.js');
export const SIDE = join(FOLDER, 'side.process.js');
export const MEMORY = join(FOLDER, 'memory.process.js');

/** Bundles what runs on Dawn as the app's workers are: with the ES modules of TensorFlow.js, which Node cannot load as they lie. */
export async function bundleForNode(): Promise<void> {
  const entries = ['provide-webgpu', 'side.process', 'memory.process'];
  await build({
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      copyPublicDir: false,
      target: 'node20',
      outDir: FOLDER,
      emptyOutDir: true,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((name) => [name, join(HERE, `${name}.ts`)])),
        output: { entryFileNames: '[name].js' },
      },
    },
  });
}
