import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './tools/browser/launch-options.ts';
import { browserTestDeps } from './tools/vite/optimize-deps.ts';
import { ortConditions, ortWasmFiles } from './tools/vite/ort-wasm.ts';
import { freshGolden } from './tools/reference/fresh-golden.ts';
import { isolationHeaders } from './tools/vite/security-headers.ts';
import { tfjsWasmFiles, tfjsWasmThreads } from './tools/vite/tfjs-wasm.ts';

// No test measures time by it: a busy machine makes nothing fail.
const PATIENCE_MS = 60_000;
const elsewhere = ['**/node_modules/**', '**/*.browser.test.ts', '**/*.field.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [freshGolden()],
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src,workers,tools,e2e}/**/*.test.ts'],
          exclude: elsewhere,
          testTimeout: PATIENCE_MS,
        },
      },
      {
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['tools/vitest/dom-setup.ts'],
          testTimeout: PATIENCE_MS,
        },
      },
      {
        plugins: [freshGolden(), tfjsWasmFiles(), ortWasmFiles()],
        resolve: { conditions: ortConditions },
        server: { headers: isolationHeaders },
        worker: { format: 'es', plugins: () => [tfjsWasmThreads()] },
        optimizeDeps: browserTestDeps,
        test: {
          name: 'browser',
          include: ['{src,workers,tools}/**/*.browser.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: launchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'field',
          environment: 'node',
          include: ['{src,workers,tools}/**/*.field.test.ts'],
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
