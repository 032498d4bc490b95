import type { BenchCase } from './cases.ts';

/** What one update told. */
export interface UpdateResult {
  readonly loss: number;
  /** Global norm of the gradients before clipping. */
  readonly gradNorm: number;
}

export interface Round {
  readonly stepMs: readonly number[];
  /** Of one step; null where there is no GPU. */
  readonly dispatches: number | null;
  readonly submissions: number | null;
}

export interface SideMemory {
  /** Tensors that TensorFlow.js counts between two steps, and their bytes. */
  readonly tensors: number;
  readonly tensorBytes: number;
  /** Weights, gradients and moments in arenas of our own. */
  readonly arenaBytes: number;
}

/** What a side runs on. */
export interface SideDevice {
  readonly text: string;
  readonly simd: boolean;
  readonly threads: number;
}

/**
 * One of the two that are compared, in a worker or a process of its own, so that back ends and kernels of one
 * never reach the other.
 */
export interface Side {
  /** Loads the weights; tells what it runs on. */
  start(bench: BenchCase): Promise<SideDevice>;
  update(): Promise<UpdateResult>;
  /** Gradients of the last update before clipping, in PyTorch's layout, by checkpoint name. */
  gradients(): Promise<ReadonlyMap<string, Float32Array>>;
  time(steps: number): Promise<Round>;
  /** Milliseconds that the device takes for each submission of one more step; null where there is no GPU. */
  submissions(): Promise<readonly number[] | null>;
  memory(): Promise<SideMemory>;
}
