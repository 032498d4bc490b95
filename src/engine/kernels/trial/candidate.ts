import * as tf from '@tensorflow/tfjs-core';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import type { Form, TriedKernel } from './form';

/** A kernel at one shape, as a trial sees it, whatever its types. */
export interface Candidate {
  readonly kernel: string;
  readonly family: string;
  readonly key: string;
  readonly isSmall: boolean;
  readonly operations: number;
  /** The default form. */
  readonly usual: string;
  /** Forms that may be faster. */
  readonly rivals: readonly string[];
  cutTo(operations: number): Candidate;
  /** Takes memory on the device. */
  stage(): Stage;
}

/** Forms of a kernel with operands to work on. */
export interface Stage {
  readonly usual: StagedForm;
  readonly rivals: readonly StagedForm[];
  dispose(): void;
}

export interface StagedForm {
  readonly id: string;
  /** New results, which belong to the caller. */
  run(): readonly tf.Tensor[];
}

export function candidate<Shape, F extends Form<Shape>>(
  runner: WebGpuRunner,
  kernel: TriedKernel<Shape, F>,
  shape: Shape,
  usual: F = kernel.defaultForm(shape, runner.traits),
): Candidate {
  const { traits } = runner;
  const rivals = kernel.forms.filter(
    (form) => form !== usual && form.suits(shape, traits) && form.isPromising(traits),
  );
  return {
    kernel: kernel.name,
    family: kernel.family(shape),
    key: kernel.choiceKey(shape),
    isSmall: kernel.isSmall(shape),
    operations: kernel.operations(shape),
    usual: usual.id,
    rivals: rivals.map(({ id }) => id),
    cutTo: (operations) => candidate(runner, kernel, kernel.cutTo(shape, operations), usual),
    stage: () => {
      const scratch = kernel.scratch(runner, shape);
      const staged = (form: F): StagedForm => ({
        id: form.id,
        run: () => tf.tidy(() => [...scratch.run(form)]),
      });
      return { usual: staged(usual), rivals: rivals.map(staged), dispose: () => scratch.dispose() };
    },
  };
}
