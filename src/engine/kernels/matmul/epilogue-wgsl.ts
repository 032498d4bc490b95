import type { Operand } from '../../runtime/webgpu-runner';
import { activationWgsl } from '../activation/activation';
import type { MatMul } from './product';

/** What follows the sum: bindings besides those of the product, and the function `store(row, column, sum)`. */
export interface Epilogue {
  /** Everything of it that changes the code. */
  readonly key: string;
  readonly reads: readonly (readonly [name: string, operand: Operand])[];
  readonly writes: readonly (readonly [name: string, operand: Operand])[];
  readonly wgsl: string;
}

export function epilogueOf(m: MatMul): Epilogue {
  const { bias, activation, derivative, accumulate } = m;
  const applied = activation ?? derivative;
  const value = `(sum${bias === undefined ? '' : ' + bias[column]'})${
    derivative === undefined ? '' : ' * activate_derivative(before[at])'
  }`;
  const result =
    activation !== undefined
      ? 'z[at] = value; out[at] = activate(value);'
      : accumulate
        ? 'out[at] = out[at] + value;'
        : 'out[at] = value;';
  return {
    key: [
      accumulate ? 'accumulate' : '',
      bias === undefined ? '' : 'bias',
      activation?.name ?? '',
      derivative === undefined ? '' : `derivative-${derivative.name}`,
    ].join('/'),
    reads: [
      ...(bias === undefined ? [] : [['bias', bias] as const]),
      ...(derivative === undefined ? [] : [['before', derivative.z] as const]),
    ],
    writes: [['out', m.out] as const, ...(activation === undefined ? [] : [['z', activation.z] as const])],
    wgsl: `${applied === undefined ? '' : activationWgsl(applied.name)}
fn store(row: u32, column: u32, sum: f32) {
  if (row >= u.rows || column >= u.columns) { return; }
  let at = row * u.columns + column;
  let value = ${value};
  ${result}
}`,
  };
}

/** The sum of one chunk goes to its part of `parts`, as it is. */
export function partEpilogue(parts: Operand): Epilogue {
  return {
    key: 'part',
    reads: [],
    writes: [['out', parts]],
    wgsl: `
var<private> part: u32;
fn store(row: u32, column: u32, sum: f32) {
  if (row < u.rows && column < u.columns) { out[(part * u.rows + row) * u.columns + column] = sum; }
}`,
  };
}
