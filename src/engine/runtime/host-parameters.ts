import * as tf from '@tensorflow/tfjs-core';
import type { HostMemory } from './host-memory';
import type { AdamWStep, DeviceScalar, MomentKind, Parameter, ParameterStore } from './parameters';

/**
 * Parameters of a back end in host memory. Weights are tensors (operands of TensorFlow.js' matrix product);
 * gradients and moments are flat arenas of the trainable parameters, in the order of `parameters`.
 */
export class HostParameters implements ParameterStore {
  private readonly values: readonly tf.Tensor[];
  private readonly offsets: readonly (number | null)[];
  private readonly gradients: Float32Array;
  private readonly m: Float32Array;
  private readonly v: Float32Array;

  constructor(
    readonly memory: HostMemory,
    readonly parameters: readonly Parameter[],
  ) {
    this.values = tf.tidy(() => parameters.map((p) => tf.keep(memory.create(p.shape))));
    let end = 0;
    this.offsets = parameters.map((p) => {
      if (!p.trainable) return null;
      const begin = end;
      end += p.size;
      return begin;
    });
    this.gradients = new Float32Array(end);
    this.m = new Float32Array(end);
    this.v = new Float32Array(end);
  }

  get bytes(): number {
    const weights = this.parameters.reduce((sum, p) => sum + p.size, 0);
    return 4 * (weights + 3 * this.gradients.length);
  }

  /** The weight as an operand of TensorFlow.js operations. */
  tensor(parameter: Parameter): tf.Tensor {
    return this.values[parameter.index] as tf.Tensor;
  }

  /** The weight in place; valid until the next allocation. */
  value(parameter: Parameter): Float32Array {
    return this.memory.view(this.tensor(parameter));
  }

  /** The accumulated gradient in place, or null for a frozen parameter. */
  gradient(parameter: Parameter): Float32Array | null {
    return this.slice(this.gradients, parameter);
  }

  load(parameter: Parameter, values: Float32Array): void {
    this.value(parameter).set(values);
    this.memory.written(this.tensor(parameter));
  }

  read(parameter: Parameter): Promise<Float32Array<ArrayBuffer>> {
    return Promise.resolve(this.value(parameter).slice());
  }

  readGradient(parameter: Parameter): Promise<Float32Array<ArrayBuffer>> {
    return Promise.resolve(this.owned(this.gradients, parameter).slice());
  }

  readMoment(parameter: Parameter, kind: MomentKind): Promise<Float32Array<ArrayBuffer>> {
    return Promise.resolve(this.owned(this[kind], parameter).slice());
  }

  loadMoment(parameter: Parameter, kind: MomentKind, values: Float32Array): void {
    this.owned(this[kind], parameter).set(values);
  }

  zeroGradients(): void {
    this.gradients.fill(0);
  }

  step(update: AdamWStep): DeviceScalar {
    let squares = 0;
    for (const g of this.gradients) squares += g * g;
    const norm = Math.sqrt(squares);
    const clip = update.maxGradNorm > 0 ? Math.min(1, update.maxGradNorm / (norm + 1e-6)) : 1;
    for (const parameter of this.parameters) {
      if (parameter.trainable) this.update(parameter, update, clip);
    }
    return tf.scalar(norm);
  }

  dispose(): void {
    tf.dispose([...this.values]);
  }

  private update(parameter: Parameter, update: AdamWStep, clip: number): void {
    const { learningRate, beta1, beta2, epsilon, t } = update;
    const p = this.value(parameter);
    const g = this.owned(this.gradients, parameter);
    const m = this.owned(this.m, parameter);
    const v = this.owned(this.v, parameter);
    const decay = parameter.decay ? 1 - learningRate * update.weightDecay : 1;
    const stepSize = learningRate / (1 - beta1 ** t);
    const rootCorrection = Math.sqrt(1 - beta2 ** t);
    for (let i = 0; i < p.length; i++) {
      const gi = clip * (g[i] as number);
      const mi = beta1 * (m[i] as number) + (1 - beta1) * gi;
      const vi = beta2 * (v[i] as number) + (1 - beta2) * gi * gi;
      m[i] = mi;
      v[i] = vi;
      p[i] = (p[i] as number) * decay - (stepSize * mi) / (Math.sqrt(vi) / rootCorrection + epsilon);
    }
    this.memory.written(this.tensor(parameter));
  }

  private slice(arena: Float32Array, parameter: Parameter): Float32Array | null {
    const offset = this.offsets[parameter.index];
    return offset === null || offset === undefined ? null : arena.subarray(offset, offset + parameter.size);
  }

  private owned(arena: Float32Array, parameter: Parameter): Float32Array {
    const slice = this.slice(arena, parameter);
    if (slice === null) throw new RangeError(`${parameter.name} is frozen: it has no gradient`);
    return slice;
  }
}
