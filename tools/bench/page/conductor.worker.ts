import { expose, wrap } from 'comlink';
import type { BenchCase } from '../cases.ts';
import { compete, type Comparison, type Effort } from '../compete.ts';
import type { Side } from '../side.ts';

function startSide(name: 'ours' | 'plain'): { readonly side: Side; end(): void } {
  const worker = new Worker(new URL('./side.worker.ts', import.meta.url), { type: 'module', name });
  return { side: wrap<Side>(worker), end: () => worker.terminate() };
}

/** Each side runs in a worker of its own, as the studio trains, and goes with it. */
async function compare(bench: BenchCase, effort: Effort): Promise<Comparison> {
  const ours = startSide('ours');
  const plain = startSide('plain');
  try {
    return await compete(bench, ours.side, plain.side, effort, console.log);
  } finally {
    ours.end();
    plain.end();
  }
}

const conductor = { compare };
export type Conductor = typeof conductor;

expose(conductor);
