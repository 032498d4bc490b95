import type { Tensor } from '@tensorflow/tfjs-core';
import type { WeightSpec } from '../models/weights';

/** What kernels take as one operand: a parameter, or several that lie without a gap (`stacksOf`). */
export interface ParameterSpan {
  /** Position of the (first) parameter in `ParameterStore.parameters`. */
  readonly index: number;
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly trainable: boolean;
}

/**
 * A weight tensor of the model, addressed by its handle; where its bytes lie is the store's business. Its name is the
 * one in a Hugging Face checkpoint.
 */
export interface Parameter extends ParameterSpan {
  /** Whether AdamW's weight decay applies. */
  readonly decay: boolean;
  /** Row whose gradient is always zero (embedding padding_idx), or null. */
  readonly paddingRow: number | null;
  /** Parameters of one stack lie together, in model order. */
  readonly stack: string | null;
}

/** One AdamW update; the mathematics is PyTorch's (decoupled decay, bias-corrected moments). */
export interface AdamWStep {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Global norm that gradients are clipped to; 0 switches clipping off. */
  readonly maxGradNorm: number;
  /** Number of this update, from 1. */
  readonly t: number;
}

/** The optimizer's memory of one parameter: mean gradient and mean squared gradient. */
export type MomentKind = 'm' | 'v';

/** A number that is still on the device: `Device.finish` reads it without holding up what follows. */
export type DeviceScalar = Tensor;

/**
 * Weights, gradients and optimizer moments of one model on one device. Gradients are added up by the kernels of
 * the same back end; nothing here is on TensorFlow.js' tape.
 */
export interface ParameterStore {
  readonly parameters: readonly Parameter[];
  /** Overwrites a weight. `values` has the parameter's size. */
  load(parameter: Parameter, values: Float32Array): void;
  /** A copy that belongs to the caller, like those of the next two. */
  read(parameter: Parameter): Promise<Float32Array<ArrayBuffer>>;
  /** The accumulated gradient of a trainable parameter. */
  readGradient(parameter: Parameter): Promise<Float32Array<ArrayBuffer>>;
  readMoment(parameter: Parameter, kind: MomentKind): Promise<Float32Array<ArrayBuffer>>;
  loadMoment(parameter: Parameter, kind: MomentKind, values: Float32Array): void;
  zeroGradients(): void;
  /** Clips by the global norm, applies AdamW to all trainable parameters; returns the norm before clipping. */
  step(update: AdamWStep): DeviceScalar;
  /** Bytes held on the device. */
  readonly bytes: number;
  dispose(): void;
}

/** Handles for the weights of a model, in the order of `specs`. */
export function parametersFor(
  specs: readonly WeightSpec[],
  trainable: (spec: WeightSpec) => boolean,
): readonly Parameter[] {
  return specs.map((spec, index) => ({
    index,
    name: spec.name,
    shape: spec.shape,
    size: spec.shape.reduce((a, b) => a * b, 1),
    trainable: trainable(spec),
    decay: spec.decay,
    paddingRow: spec.padRow ?? null,
    stack: spec.stack ?? null,
  }));
}
