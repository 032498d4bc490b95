import { expose, type Remote, wrap } from 'comlink';
import type { BenchBackend, BenchCase } from '../cases.ts';
import { compareSides, type Comparison, type Effort } from '../compete.ts';
import { collect } from '../memory/collect.ts';
import type { MemoryRun, MemorySample } from '../memory/sample.ts';
import type { Side } from '../side.ts';
import { compareThreads, type ThreadsReport } from '../threads.ts';

type SideName = 'ours' | 'plain';

/** Each side runs in a worker of its own, as the studio trains, and goes with it. */
async function withSides<T>(
  names: readonly [SideName, SideName],
  work: (first: Side, second: Side) => Promise<T>,
): Promise<T> {
  const start = (name: SideName) =>
    new Worker(new URL('./side.worker.ts', import.meta.url), { type: 'module', name });
  const first = start(names[0]);
  const second = start(names[1]);
  try {
    return await work(wrap<Side>(first), wrap<Side>(second));
  } finally {
    first.terminate();
    second.terminate();
  }
}

let memoryRun: Remote<MemoryRun> | null = null;

const conductor = {
  compare: (bench: BenchCase, effort: Effort): Promise<Comparison> =>
    compareSides(bench, effort, (work) => withSides(['ours', 'plain'], work), console.log),

  threads: (bench: BenchCase, effort: Effort): Promise<ThreadsReport> =>
    withSides(['ours', 'ours'], (one, many) => compareThreads(bench, one, many, effort)),

  /** Begins a run; `memoryEpoch` goes on with it. */
  async memoryStart(backend: BenchBackend): Promise<void> {
    const worker = new Worker(new URL('./memory.worker.ts', import.meta.url), { type: 'module' });
    memoryRun = wrap<MemoryRun>(worker);
    await memoryRun.start(backend);
  },

  async memoryEpoch(): Promise<MemorySample> {
    if (memoryRun === null) throw new Error('start first');
    const sample = await memoryRun.epoch();
    collect();
    return sample;
  },
};
export type Conductor = typeof conductor;

expose(conductor);
