import * as tf from '@tensorflow/tfjs-core';
import type { WebGpuRunner } from '../../runtime/webgpu-runner';
import type { DropoutKey } from '../philox';
import { roundedUp, type Scratch, type TriedKernel } from '../trial/form';
import { noise } from '../trial/noise';
import { ATTENTION, type AttentionForm, type Direction, type PassShape, tokensOf } from './forms';
import { attentionForward, keyGradient, PRODUCTS, productOperations, queryGradient } from './webgpu';

const SMALL_OPERATIONS = 2 ** 19;
/** Layers are trained with dropout; drawing a mask takes its time. */
const DROPOUT: DropoutKey = { probability: 0.1, seed: 0, site: 0, step: 0 };
/** Part of a text that is padding. */
const PADDED = 1 / 4;

/** A pass of attention as a trial runs it: with dropout, and padding at the end of each text. */
export const TRIED_ATTENTION: TriedKernel<PassShape, AttentionForm> = {
  ...ATTENTION,
  name: 'attention',
  // What is hopeless for short texts may be best for long ones.
  family: ({ direction, sequenceLength }) => `attention/${direction}/${roundedUp(sequenceLength)}`,
  isSmall: (shape) => productOperations(shape) < SMALL_OPERATIONS,
  operations,
  cutTo,
  scratch,
};

function operations(shape: PassShape): number {
  return PRODUCTS[shape.direction] * productOperations(shape);
}

/** The same for fewer texts, or fewer heads of one. */
function cutTo(shape: PassShape, most: number): PassShape {
  const { batchSize, heads } = shape;
  const all = batchSize * heads;
  const fewer = Math.max(1, Math.floor((most * all) / operations(shape)));
  if (fewer >= all) return shape;
  return fewer < heads
    ? { ...shape, batchSize: 1, heads: fewer }
    : { ...shape, batchSize: Math.floor(fewer / heads) };
}

function scratch(runner: WebGpuRunner, shape: PassShape): Scratch<AttentionForm> {
  const { batchSize, sequenceLength, heads, headSize } = shape;
  const rows = batchSize * sequenceLength;
  const width = heads * headSize;
  const real = Math.ceil(sequenceLength * (1 - PADDED));
  const mask = Int32Array.from({ length: rows }, (_, i) => (i % sequenceLength < real ? 1 : 0));
  const operands = {
    shape,
    dropout: DROPOUT,
    qkv: noise(runner, [rows, 3 * width], 1),
    mask: tf.tensor1d(mask, 'int32'),
    dy: noise(runner, [rows, width], 2),
    y: noise(runner, [rows, width], 3),
    logSum: noise(runner, [tokensOf(shape)], 4),
    statistics: noise(runner, [tokensOf(shape), 2], 5),
  };
  // What a pass leaves of the gradients to the other one is the same each time.
  const gradient = () => noise(runner, [rows, 3 * width], 6);
  const runs: Readonly<Record<Direction, (form: AttentionForm) => tf.Tensor[]>> = {
    forward: (form) => Object.values(attentionForward(runner, operands, form)),
    'query-gradient': (form) => {
      const dqkv = gradient();
      return [dqkv, queryGradient(runner, operands, dqkv, form)];
    },
    'key-gradient': (form) => {
      const dqkv = gradient();
      keyGradient(runner, operands, dqkv, form);
      return [dqkv];
    },
  };
  return {
    run: runs[shape.direction],
    dispose: () => tf.dispose(Object.values(operands).filter((operand) => operand instanceof tf.Tensor)),
  };
}
