/** What of an adapter the forms of kernels depend on. */
export interface AdapterTraits {
  /** Shaders run on a processor: registers are cheap there, and a barrier is a change of coroutines. */
  readonly software: boolean;
  /**
   * Whether lanes run four abreast and can swap values: so do adapters that run shaders in SIMD on a processor, where
   * reading memory is what costs. On a GPU neighbouring lanes read together, and smaller tiles keep it busy.
   */
  readonly quads: boolean;
}

/** Browsers older than subgroups tell nothing of them here. */
export function traitsOf(
  info: Pick<GPUAdapterInfo, 'architecture' | 'description' | 'isFallbackAdapter'> & Partial<GPUAdapterInfo>,
  features: GPUSupportedFeatures,
): AdapterTraits {
  return {
    software:
      info.isFallbackAdapter ||
      /swiftshader|llvmpipe|software/i.test(`${info.architecture} ${info.description}`),
    quads: features.has('subgroups') && info.subgroupMaxSize === 4,
  };
}
