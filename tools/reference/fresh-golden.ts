import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Where `npm run parity` has golden values made anew; the scripts of this folder write there as well. */
export const FRESH_GOLDEN = 'TABTUNE_GOLDEN';

/** Has tests read golden values made anew in place of those in the repository. */
export function freshGolden(): Plugin {
  const folder = process.env[FRESH_GOLDEN];
  return {
    name: 'fresh-golden',
    enforce: 'pre',
    resolveId(source) {
      const name = /\/golden\/([\w-]+\.json)$/.exec(source)?.[1];
      return folder === undefined || name === undefined ? null : join(folder, name);
    },
  };
}
