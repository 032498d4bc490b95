import { defineConfig } from '@playwright/test';
import { launchOptions } from './tools/browser/launch-options.ts';

const url = 'http://localhost:4173';

/** Expects `npm run build` to have run: the tests look at what people get. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  // No test measures time by these: a busy machine makes nothing fail.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  workers: 1,
  forbidOnly: true,
  reporter: 'list',
  use: { baseURL: url, headless: true, launchOptions: launchOptions(), trace: 'retain-on-failure' },
  webServer: { command: 'node node_modules/vite/bin/vite.js preview', url, reuseExistingServer: false },
});
