/** As many threads as onnxruntime-web (backend-wasm.ts) takes by itself, so that times are those of a site that sets none. */
export function siteThreads(logicalCores: number, isIsolated: boolean): number {
  return isIsolated ? Math.min(4, Math.ceil(logicalCores / 2)) : 1;
}
