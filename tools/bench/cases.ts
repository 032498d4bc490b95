import { MersenneTwister } from '../../src/core/rng.ts';
import type { Batch } from '../../src/engine/data/collate.ts';
import { type BertConfig, parseBertConfig } from '../../src/engine/models/bert/config.ts';
import { bertWeights } from '../../src/engine/models/bert/weights.ts';
import { initialWeight } from '../../src/engine/models/init.ts';
import type { AdamWStep } from '../../src/engine/runtime/parameters.ts';

export type BenchBackend = 'webgpu' | 'wasm';

/** One training step that both sides do: a published BERT shape, 8 texts of 64 tokens, two classes. */
export interface BenchCase {
  readonly id: string;
  readonly backend: BenchBackend;
  readonly layers: number;
  readonly hiddenSize: number;
  readonly heads: number;
  readonly intermediateSize: number;
  readonly batchSize: number;
  readonly sequenceLength: number;
  /** Of WASM, on our side; null as the studio chooses. */
  readonly threads: number | null;
  /** What the studio promises: plain TensorFlow.js takes at least this many times as long. */
  readonly bound: number;
}

const COMMON = { batchSize: 8, sequenceLength: 64, threads: null } as const;

export const CASES: readonly BenchCase[] = [
  {
    id: 'webgpu',
    backend: 'webgpu',
    layers: 2,
    hiddenSize: 128,
    heads: 2,
    intermediateSize: 512,
    ...COMMON,
    bound: 5,
  },
  {
    id: 'wasm',
    backend: 'wasm',
    layers: 6,
    hiddenSize: 384,
    heads: 12,
    intermediateSize: 1536,
    ...COMMON,
    bound: 4,
  },
];

export function caseOf(backend: BenchBackend): BenchCase {
  const bench = CASES.find((each) => each.backend === backend);
  if (bench === undefined) throw new Error(`no case for ${backend}`);
  return bench;
}

export const LABEL_COUNT = 2;
const SEED = 1;

/** A config.json. Dropout is off: the two sides draw from different generators and could not be compared. */
export function configJsonOf(bench: BenchCase) {
  return {
    vocab_size: 30522,
    hidden_size: bench.hiddenSize,
    num_hidden_layers: bench.layers,
    num_attention_heads: bench.heads,
    intermediate_size: bench.intermediateSize,
    hidden_dropout_prob: 0,
    attention_probs_dropout_prob: 0,
  };
}

export function configOf(bench: BenchCase): BertConfig {
  return parseBertConfig(configJsonOf(bench));
}

/** The weights that both sides begin with, under their checkpoint names. */
export function weightsOf(config: BertConfig) {
  return bertWeights(config, 'text-classification', LABEL_COUNT).map((spec) => ({
    spec,
    values: initialWeight(spec, config.initializerRange, SEED),
  }));
}

/** Random ids without padding. */
export function batchOf(bench: BenchCase, vocabSize: number): Batch {
  const size = bench.batchSize * bench.sequenceLength;
  const generator = new MersenneTwister(SEED);
  return {
    batchSize: bench.batchSize,
    sequenceLength: bench.sequenceLength,
    inputIds: Int32Array.from({ length: size }, () => 1 + Math.floor(generator.uniform() * (vocabSize - 1))),
    attentionMask: new Int32Array(size).fill(1),
    tokenTypeIds: new Int32Array(size),
    labels: Int32Array.from({ length: bench.batchSize }, (_, i) => i % LABEL_COUNT),
    tokens: size,
    rows: Array.from({ length: bench.batchSize }, (_, i) => i),
  };
}

export function updateOf(t: number): AdamWStep {
  return {
    learningRate: 5e-5,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
    maxGradNorm: 1,
    t,
  };
}

/** Multiplications and additions in the matrix products of one step; the backward pass has two for each forward one. */
export function stepFlops(bench: BenchCase): number {
  const { layers, hiddenSize: c, intermediateSize: f, batchSize, sequenceLength: t } = bench;
  const rows = batchSize * t;
  const linear = 2 * rows * (4 * c * c + 2 * c * f);
  const attention = 2 * (2 * rows * t * c);
  return 3 * layers * (linear + attention);
}
