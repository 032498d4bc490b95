/** Takes what is garbage in this realm, and what the engine keeps only because it has room; needs `--expose-gc`. */
export function collect(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
