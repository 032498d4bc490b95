import type { BenchCase } from './cases.ts';
import { type Effort, median } from './compete.ts';
import type { Side, SideDevice, UpdateResult } from './side.ts';

interface TimedDevice extends SideDevice {
  readonly stepMs: number;
}

export interface ThreadsReport {
  readonly bench: BenchCase;
  /** As the studio's worker is told. */
  readonly logicalCores: number;
  readonly one: TimedDevice;
  readonly many: TimedDevice;
  /** Whether losses, norms and every gradient are the same bits with one thread and with many. */
  readonly identical: boolean;
}

const UPDATES = 2;

async function sameBits(one: Side, many: Side): Promise<boolean> {
  for (let i = 0; i < UPDATES; i++) {
    const same = (a: UpdateResult, b: UpdateResult) => a.loss === b.loss && a.gradNorm === b.gradNorm;
    if (!same(await one.update(), await many.update())) return false;
  }
  const expected = await many.gradients();
  for (const [name, values] of await one.gradients()) {
    const others = expected.get(name);
    if (others === undefined || values.some((value, i) => value !== others[i])) return false;
  }
  return true;
}

/** The same WASM training on one thread and on as many as the studio asks for, in turns. */
export async function compareThreads(
  bench: BenchCase,
  one: Side,
  many: Side,
  effort: Effort,
): Promise<ThreadsReport> {
  const devices = { one: await one.start({ ...bench, threads: 1 }), many: await many.start(bench) };
  const identical = await sameBits(one, many);
  const rounds = { one: [] as number[], many: [] as number[] };
  for (let round = 0; round < effort.rounds; round++) {
    rounds.one.push(...(await one.time(1)).stepMs);
    rounds.many.push(...(await many.time(1)).stepMs);
  }
  return {
    bench,
    logicalCores: navigator.hardwareConcurrency,
    one: { ...devices.one, stepMs: median(rounds.one) },
    many: { ...devices.many, stepMs: median(rounds.many) },
    identical,
  };
}
