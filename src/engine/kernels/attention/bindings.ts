/** Uniforms that every attention kernel begins with. */
export const SHAPE_UNIFORMS = [
  ['count', 'u32'],
  ['sequence', 'u32'],
  ['heads', 'u32'],
  ['scale', 'f32'],
] as const;

/** What the backward kernels read, with rows in elements of type `v`. */
export const BACKWARD_READS = (v: string): [string, string][] => [
  ['q', v],
  ['k', v],
  ['v', v],
  ['dy', v],
  ['statistics', 'vec2<f32>'],
  ['mask', 'i32'],
];
