import type { InferenceDevice, Precision } from '../contract/export';

/** An exported graph as a person knows it. */
export const PRECISION_NAMES: Readonly<Record<Precision, string>> = {
  float32: 'ONNX f32',
  float16: 'ONNX f16',
  int8: 'ONNX int8',
};

/** Where ONNX Runtime computes, as a person knows it. */
export const INFERENCE_DEVICE_NAMES: Readonly<Record<InferenceDevice, string>> = {
  wasm: 'WASM',
  webgpu: 'WebGPU',
};
