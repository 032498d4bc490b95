import type { Tensor } from '@tensorflow/tfjs-core';
import type { AdapterTraits } from '../../runtime/adapter-traits';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';

/*
 * A kernel that can be computed in several ways says three things, each where it belongs: its forms and their default
 * (`FormedKernel`, beside the WGSL; the kernel asks `formFor` at each dispatch), how a trial runs it on buffers of no
 * meaning (`TriedKernel`), and at which shapes a model meets it (`kernels/model-kernels.ts`). All forms of a kernel sum
 * in one order and give the same bits, so that a choice between them is a matter of speed alone.
 */

/** One way to compute a kernel. */
export interface Form<Shape> {
  /** Kept with runs: never to be given to another way. */
  readonly id: string;
  /** Whether it can compute that shape on that adapter. */
  suits(shape: Shape, traits: AdapterTraits): boolean;
  /** Whether it may be the fastest on that adapter, so that a trial is worth its time. */
  isPromising(traits: AdapterTraits): boolean;
}

/** Forms of one kernel; `Shape` is all that its work follows from. */
export interface FormedKernel<Shape, F extends Form<Shape>> {
  readonly forms: readonly F[];
  /**
   * What a choice holds for: kernel, direction, the sizes of the model, and the size of the batch rounded up to a power
   * of two (`roundedUp`).
   */
  choiceKey(shape: Shape): string;
  /** The form taken where no trial chose one; follows from shape and adapter alone. */
  defaultForm(shape: Shape, traits: AdapterTraits): F;
}

/** The form for a shape: the one chosen, where it is known and suits, else the default. */
export function formFor<Shape, F extends Form<Shape>>(
  kernel: FormedKernel<Shape, F>,
  shape: Shape,
  { traits, choices }: Pick<WebGpuRunner, 'traits' | 'choices'>,
): F {
  const chosen = choices.get(kernel.choiceKey(shape));
  const form = kernel.forms.find(({ id }) => id === chosen);
  return form?.suits(shape, traits) ? form : kernel.defaultForm(shape, traits);
}

export function roundedUp(batch: number): number {
  return 2 ** Math.ceil(Math.log2(batch));
}

/** Promising where lanes of a workgroup share memory without loss of time. */
export const onGpus = ({ software }: AdapterTraits) => !software;

/** A kernel with what a trial needs to measure its forms. */
export interface TriedKernel<Shape, F extends Form<Shape>> extends FormedKernel<Shape, F> {
  readonly name: string;
  /** Shapes of a kernel that differ alike in the speed of forms: one that is hopeless at one is not tried at the next. */
  family(shape: Shape): string;
  /** Whether it takes so little time that its form hardly matters. */
  isSmall(shape: Shape): boolean;
  /** Floating-point operations: the most of a batch are tried first. */
  operations(shape: Shape): number;
  /** The same of a smaller batch, of about so many operations; itself, if it has fewer. */
  cutTo(shape: Shape, operations: number): Shape;
  /** Takes operands of that shape on the device, filled with `noise`. */
  scratch(runner: WebGpuRunner, shape: Shape): Scratch<F>;
}

/** Operands of a kernel on the device. */
export interface Scratch<F> {
  /**
   * Computes in that form from the same state each time, and returns all results (float32), new ones, which belong to
   * the caller; runs within a tidy scope.
   */
  run(form: F): readonly Tensor[];
  dispose(): void;
}
