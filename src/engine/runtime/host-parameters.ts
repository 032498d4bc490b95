import * as tf from '@tensorflow/tfjs-core';
import type { HostMemory } from './host-memory';
import { blocksOf, spanOf } from './parameter-blocks';
import type {
  AdamWStep,
  DeviceScalar,
  MomentKind,
  Parameter,
  ParameterSpan,
  ParameterStore,
} from './parameters';

/** Where a parameter lies: in the tensor of its block and, if it is trained, in the flat arrays. */
interface Place {
  readonly tensor: tf.Tensor;
  /** Within the tensor. */
  readonly offset: number;
  /** Within gradients and moments, or null for a frozen parameter. */
  readonly trained: number | null;
}

/**
 * Parameters of a back end in host memory. Weights are tensors, one for a block (operands of TensorFlow.js' matrix
 * product); gradients and moments are flat arenas of the trainable parameters, block by block.
 */
export class HostParameters implements ParameterStore {
  private readonly places: readonly Place[];
  private readonly gradients: Float32Array;
  private readonly m: Float32Array;
  private readonly v: Float32Array;

  constructor(
    readonly memory: HostMemory,
    readonly parameters: readonly Parameter[],
  ) {
    const places = new Map<number, Place>();
    let end = 0;
    for (const block of blocksOf(parameters)) {
      const tensor = tf.keep(memory.create(spanOf(block).shape));
      let offset = 0;
      for (const p of block) {
        places.set(p.index, { tensor, offset, trained: p.trainable ? end : null });
        offset += p.size;
        if (p.trainable) end += p.size;
      }
    }
    this.places = parameters.map((p) => places.get(p.index) as Place);
    this.gradients = new Float32Array(end);
    this.m = new Float32Array(end);
    this.v = new Float32Array(end);
  }

  get bytes(): number {
    const weights = this.parameters.reduce((sum, p) => sum + p.size, 0);
    return 4 * (weights + 3 * this.gradients.length);
  }

  /** The weight as an operand of TensorFlow.js operations; of a stack, the whole of it. */
  tensor(span: ParameterSpan): tf.Tensor {
    const { tensor } = this.place(span);
    if (tensor.size === span.size) return tensor;
    throw new RangeError(`${span.name} lies inside a stack: kernels take the stack as a whole`);
  }

  /** The weight in place; valid until the next allocation. */
  value(span: ParameterSpan): Float32Array {
    const { tensor, offset } = this.place(span);
    return this.memory.view(tensor).subarray(offset, offset + span.size);
  }

  /** The accumulated gradient in place, or null for a frozen parameter. */
  gradient(span: ParameterSpan): Float32Array | null {
    return this.slice(this.gradients, span);
  }

  load(parameter: Parameter, values: Float32Array): void {
    this.value(parameter).set(values);
    this.memory.written(this.place(parameter).tensor);
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
    tf.dispose(this.places.map(({ tensor }) => tensor));
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
    this.memory.written(this.place(parameter).tensor);
  }

  private place(span: ParameterSpan): Place {
    const place = this.places[span.index];
    if (place === undefined) throw new RangeError(`no parameter ${span.name} in this store`);
    return place;
  }

  private slice(arena: Float32Array, span: ParameterSpan): Float32Array | null {
    const { trained } = this.place(span);
    return trained === null ? null : arena.subarray(trained, trained + span.size);
  }

  private owned(arena: Float32Array, parameter: Parameter): Float32Array {
    const slice = this.slice(arena, parameter);
    if (slice === null) throw new RangeError(`${parameter.name} is frozen: it has no gradient`);
    return slice;
  }
}
