import type { Plugin } from 'vite';

/** Where models come from when a person asks for one by its Hub id; nothing else off the origin is ever fetched. */
const HUB_ORIGINS = ['https://huggingface.co', 'https://*.huggingface.co', 'https://*.hf.co'];

/** Vite marks its own inline dev scripts with it; the built page has no inline script and no nonce. */
export const DEV_NONCE = 'vite-dev';

/** SharedArrayBuffer and WASM threads need a cross-origin isolated page; each worker script needs COEP as well. */
export const isolationHeaders: Record<string, string> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const sharedHeaders: Record<string, string> = {
  ...isolationHeaders,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

function policy(overrides: Record<string, string[]> = {}): string {
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    // Mantine and recharts write style elements and attributes
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'worker-src': ["'self'"],
    'manifest-src': ["'self'"],
    'connect-src': ["'self'", ...HUB_ORIGINS],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    ...overrides,
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}

/** What `vite dev` sends: the same policy plus what hot reloading needs. */
export const devHeaders: Record<string, string> = {
  ...sharedHeaders,
  'Content-Security-Policy': policy({
    'script-src': ["'self'", "'wasm-unsafe-eval'", `'nonce-${DEV_NONCE}'`],
    'connect-src': ["'self'", 'ws://localhost:*', ...HUB_ORIGINS],
  }),
};

/** What every host of the built app should send; a meta element cannot say `frame-ancestors`. */
export const builtHeaders: Record<string, string> = {
  ...sharedHeaders,
  'Content-Security-Policy': policy({ 'frame-ancestors': ["'none'"] }),
};

/**
 * Writes the policy into the built page, so that a host without headers has it too, and the headers into `_headers`
 * for hosts that read that file. Worker scripts obey only the policy of their own response: there the header counts.
 */
export function securityHeaders(): Plugin {
  return {
    name: 'security-headers',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: policy() },
          injectTo: 'head-prepend',
        },
      ],
    },
    generateBundle() {
      const lines = Object.entries(builtHeaders).map(([name, value]) => `  ${name}: ${value}`);
      this.emitFile({ type: 'asset', fileName: '_headers', source: `/*\n${lines.join('\n')}\n` });
    },
  };
}
