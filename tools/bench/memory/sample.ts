import type { BenchBackend } from '../cases.ts';

/** What is held after an epoch; bytes. */
export interface MemorySample {
  readonly tensors: number;
  readonly tensorBytes: number;
  /** Weights, gradients and moments. */
  readonly arenaBytes: number;
  /** All that the back end took from its device: GPU buffers, pooled ones too, or the WASM heap. */
  readonly deviceBytes: number;
}

/** A training run that is looked at between epochs. */
export interface MemoryRun {
  start(backend: BenchBackend): Promise<void>;
  /** Trains one epoch. */
  epoch(): Promise<MemorySample>;
}

export const EPOCHS = 10;
export const STEPS_PER_EPOCH = 100;
