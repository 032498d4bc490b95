import { expectAllClose } from '../../src/engine/testing/allclose.ts';
import { type BenchCase, stepFlops } from './cases.ts';
import type { Side, SideMemory, UpdateResult } from './side.ts';

export interface Effort {
  readonly rounds: number;
  /** Steps of ours in a round, for each one of the plain side. */
  readonly steps: number;
}

export interface SideReport extends SideMemory {
  readonly device: string;
  readonly stepMs: number;
  readonly tokensPerSecond: number;
  readonly gflops: number;
  readonly dispatches: number | null;
  readonly submissions: number | null;
  /** Milliseconds of the longest submission of a step: the median of several steps. */
  readonly longestSubmissionMs: number | null;
}

export interface Comparison {
  readonly bench: BenchCase;
  readonly rounds: number;
  readonly ours: SideReport;
  readonly plain: SideReport;
  /** How many times as long the plain side takes: of the medians, and of each round. */
  readonly ratio: number;
  readonly ratios: readonly number[];
  /** Dispatches that one layer more costs a step, all included; null where there is no GPU. */
  readonly layerDispatches: { readonly ours: number; readonly plain: number } | null;
  /** How far apart the two sides are: losses of the first updates, and the first gradients against their global norm. */
  readonly agreement: {
    readonly ours: readonly UpdateResult[];
    readonly plain: readonly UpdateResult[];
    readonly worstGradient: number;
  };
}

/** Updates compared before anything is timed; they warm both sides up as well. */
export const COMPARED_UPDATES = 3;
/** Steps whose submissions are timed. */
const TIMED_SUBMISSIONS = 3;
const LOSS_TOLERANCE = { rtol: 1e-4, atol: 1e-5 };
/** TensorFlow.js' WASM back end sums a table's millions of squares in float32, one after the other. */
const NORM_TOLERANCE = { rtol: 1e-3, atol: 0 };
/** Of gradients: relative to each number, and to their global norm. */
const GRADIENT_RELATIVE = 1e-3;
const GRADIENT_OF_NORM = 1e-5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Throws unless both sides compute the same losses, norms and gradients from the same weights. */
async function compare(ours: Side, plain: Side): Promise<Comparison['agreement']> {
  const results: { ours: UpdateResult[]; plain: UpdateResult[] } = { ours: [], plain: [] };
  let worstGradient = 0;
  for (let i = 0; i < COMPARED_UPDATES; i++) {
    const a = await ours.update();
    const b = await plain.update();
    results.ours.push(a);
    results.plain.push(b);
    expectAllClose([a.loss], [b.loss], LOSS_TOLERANCE, `loss ${i + 1}`);
    expectAllClose([a.gradNorm], [b.gradNorm], NORM_TOLERANCE, `norm ${i + 1}`);
    if (i === 0)
      worstGradient = compareGradients(await ours.gradients(), await plain.gradients(), b.gradNorm);
  }
  return { ...results, worstGradient };
}

async function longestSubmission(side: Side): Promise<number | null> {
  const longest: number[] = [];
  for (let i = 0; i < TIMED_SUBMISSIONS; i++) {
    const times = await side.submissions();
    if (times === null) return null;
    longest.push(Math.max(...times));
  }
  return median(longest);
}

function compareGradients(
  ours: ReadonlyMap<string, Float32Array>,
  plain: ReadonlyMap<string, Float32Array>,
  norm: number,
): number {
  let worst = 0;
  for (const [name, expected] of plain) {
    const actual = ours.get(name) ?? new Float32Array();
    const near = { rtol: GRADIENT_RELATIVE, atol: GRADIENT_OF_NORM * norm };
    expectAllClose(actual, expected, near, `gradient of ${name}`);
    for (let i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs((actual[i] as number) - (expected[i] as number)) / norm);
    }
  }
  return worst;
}

/** Runs `work` on two sides made for it, and ends them. */
export type WithSides = <T>(work: (ours: Side, plain: Side) => Promise<T>) => Promise<T>;

export async function compareSides(
  bench: BenchCase,
  effort: Effort,
  withSides: WithSides,
  say: (line: string) => void,
): Promise<Comparison> {
  const comparison = await withSides((ours, plain) => compete(bench, ours, plain, effort, say));
  const { ours, plain } = comparison;
  if (ours.dispatches === null || plain.dispatches === null) return { ...comparison, layerDispatches: null };
  const deeper = { ...bench, layers: bench.layers + 1 };
  const more = await withSides(async (...sides) => ({
    ours: await dispatchesOf(sides[0], deeper),
    plain: await dispatchesOf(sides[1], deeper),
  }));
  const layerDispatches = { ours: more.ours - ours.dispatches, plain: more.plain - plain.dispatches };
  return { ...comparison, layerDispatches };
}

/** Of one step. */
async function dispatchesOf(side: Side, bench: BenchCase): Promise<number> {
  await side.start(bench);
  // The first step may prepare what the later ones use.
  await side.time(1);
  return (await side.time(1)).dispatches ?? Number.NaN;
}

/** Both sides in turns, in one run, so that whatever else the machine does meets both. */
async function compete(
  bench: BenchCase,
  ours: Side,
  plain: Side,
  effort: Effort,
  say: (line: string) => void,
): Promise<Omit<Comparison, 'layerDispatches'>> {
  const devices = { ours: await ours.start(bench), plain: await plain.start(bench) };
  const agreement = await compare(ours, plain);
  say(
    `${bench.id}: same losses and gradients (within ${agreement.worstGradient.toExponential(1)} of the norm)`,
  );
  const rounds = { ours: [] as number[], plain: [] as number[] };
  let counts = { ours: await ours.time(1), plain: await plain.time(1) };
  for (let round = 0; round < effort.rounds; round++) {
    counts = { ours: await ours.time(effort.steps), plain: await plain.time(1) };
    rounds.ours.push(median(counts.ours.stepMs));
    rounds.plain.push(median(counts.plain.stepMs));
    say(`${bench.id}: ${rounds.ours.at(-1)?.toFixed(0)} ms against ${rounds.plain.at(-1)?.toFixed(0)} ms`);
  }
  const tokens = bench.batchSize * bench.sequenceLength;
  const report = async (name: 'ours' | 'plain', side: Side): Promise<SideReport> => {
    const stepMs = median(rounds[name]);
    return {
      device: devices[name].text,
      stepMs,
      tokensPerSecond: (tokens / stepMs) * 1000,
      gflops: stepFlops(bench) / stepMs / 1e6,
      dispatches: counts[name].dispatches,
      submissions: counts[name].submissions,
      longestSubmissionMs: await longestSubmission(side),
      ...(await side.memory()),
    };
  };
  const result = { ours: await report('ours', ours), plain: await report('plain', plain) };
  return {
    bench,
    rounds: effort.rounds,
    ...result,
    ratio: result.plain.stepMs / result.ours.stepMs,
    ratios: rounds.ours.map((ms, i) => (rounds.plain[i] ?? Number.NaN) / ms),
    agreement,
  };
}
