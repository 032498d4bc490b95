import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { checkBundle } from './tools/vite/check-bundle.ts';
import { workerDeps } from './tools/vite/optimize-deps.ts';
import { ortConditions, ortWasmFiles } from './tools/vite/ort-wasm.ts';
import { builtHeaders, DEV_NONCE, devHeaders, securityHeaders } from './tools/vite/security-headers.ts';
import { tfjsWasmFiles, tfjsWasmThreads } from './tools/vite/tfjs-wasm.ts';

export default defineConfig(({ command, isPreview }) => ({
  plugins: [react(), tfjsWasmFiles(), ortWasmFiles(), securityHeaders(), checkBundle()],
  resolve: { conditions: ortConditions },
  html: command === 'serve' && !isPreview ? { cspNonce: DEV_NONCE } : {},
  server: { port: 5173, headers: devHeaders },
  preview: { port: 4173, strictPort: true, headers: builtHeaders },
  worker: { format: 'es', plugins: () => [tfjsWasmThreads()] },
  optimizeDeps: workerDeps,
  build: { target: 'es2023' },
}));
