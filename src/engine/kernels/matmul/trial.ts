import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../core/contract/errors';
import { bindingsWgsl, ENTRY_WGSL, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';
import { choiceKey, defaultForm, type Form, FORMS, isSmall } from './forms';
import type { ProductShape } from './product';
import { multiply } from './webgpu';

/*
 * Which form of the product is fastest here is measured. All forms sum in one order, so a choice is a matter of speed;
 * what a device makes of that order is checked all the same: a form whose result differs from the default form's in
 * any bit is out. The clock is the wall's: browsers round the times of a GPU to 100 µs, so that they would need as
 * many repetitions.
 */

/** Time worth measuring; faster products are repeated. */
const ENOUGH_MS = 4;
const MOST_REPETITIONS = 64;
/** Shorter times are not told from none. */
const SHORTEST_MS = 0.02;
/** A slow device tries a product of fewer rows instead. */
const LONGEST_MS = 20;
/** Operations of the first product that tells how fast the device is. */
const FIRST_OPERATIONS = 2 ** 25;
const ROUNDS = 3;
/** How much slower a form may be at first sight to be looked at again. */
const HOPELESS = 1.5;
/** How much faster a form must be than the default one. */
const BETTER = 1.15;

/**
 * Chooses forms for products in order of their importance, and enters them into `runner.choices`, until `budgetMs` is
 * over or the device's memory is; those chosen already, and small ones, are left alone. What is not reached keeps its
 * default form; so does, for good, the one in whose midst the time ends, or a slow device would begin with it each time.
 */
export async function chooseForms(
  runner: WebGpuRunner,
  shapes: readonly ProductShape[],
  budgetMs: number,
  forms: readonly Form[] = FORMS,
): Promise<void> {
  const open = shapes.filter((shape) => !isSmall(shape) && !runner.choices.has(choiceKey(shape)));
  const trial = new Trial(runner, forms, performance.now() + budgetMs);
  for (const shape of open) {
    if (trial.isOver) return;
    const chosen = await withMemory(runner, () => trial.choose(shape));
    if (chosen === null) return;
    runner.choices.set(choiceKey(shape), chosen.id);
  }
}

/** What `work` returns, or null where the device lacks the memory: the run may yet find enough. */
async function withMemory<T>(runner: WebGpuRunner, work: () => Promise<T>): Promise<T | null> {
  const { attempt, errors } = await inScopes(runner, ['out-of-memory', 'validation'], work);
  runner.submit();
  runner.backend.trim();
  const [outOfMemory, invalid] = errors;
  if (outOfMemory) return null;
  const result = await attempt;
  // A buffer that was never made is invalid wherever it is bound: only without that is it an error of its own.
  if (invalid) throw new AppError('GPU_VALIDATION', { reason: invalid.message });
  return result;
}

/** Settles `work`, and returns what the device refused meanwhile: none of it counts as an error of the device. */
async function inScopes<T>(
  { device }: WebGpuRunner,
  filters: readonly GPUErrorFilter[],
  work: () => Promise<T>,
): Promise<{ readonly attempt: Promise<T>; readonly errors: readonly (GPUError | null)[] }> {
  for (const filter of filters) device.pushErrorScope(filter);
  const attempt = work();
  await Promise.allSettled([attempt]);
  const errors = await Promise.all(filters.map(() => device.popErrorScope()));
  return { attempt, errors: errors.reverse() };
}

class Trial {
  /** Layouts and forms that need not be tried again. */
  private readonly out = new Set<string>();
  private operationsPerMs: number | null = null;
  private submissionMs: number | null = null;

  constructor(
    private readonly runner: WebGpuRunner,
    private readonly forms: readonly Form[],
    private readonly deadline: number,
  ) {}

  get isOver(): boolean {
    return performance.now() > this.deadline;
  }

  async choose(shape: ProductShape): Promise<Form> {
    const { quads } = this.runner;
    const usual = defaultForm(shape, quads);
    const rivalsFor = (tried: ProductShape) =>
      this.forms.filter(
        (form) =>
          form !== usual &&
          form.suits(tried, quads) &&
          isWorthATrial(form, quads) &&
          !this.out.has(name(tried, form)),
      );
    if (rivalsFor(shape).length === 0) return usual;
    this.operationsPerMs ??= await this.with(cutTo(shape, FIRST_OPERATIONS), (product) =>
      product.speed(usual),
    );
    const tried = cutTo(shape, LONGEST_MS * this.operationsPerMs);
    return this.with(tried, (product) => this.fastest(product, usual, rivalsFor(tried)));
  }

  private async with<T>(shape: ProductShape, work: (product: TrialProduct) => Promise<T>): Promise<T> {
    this.submissionMs ??= await submissionMs(this.runner);
    const product = new TrialProduct(this.runner, shape, this.submissionMs);
    try {
      return await work(product);
    } finally {
      product.dispose();
    }
  }

  private async fastest(product: TrialProduct, usual: Form, rivals: readonly Form[]): Promise<Form> {
    await product.learn(usual);
    const repetitions = await product.repetitionsOf(usual);
    let best = await product.time(usual, repetitions);
    const usualTimes = [best];
    const contenders = [{ form: usual, times: usualTimes }];
    for (const form of rivals) {
      if (this.isOver) break;
      const isSame = await product.agrees(form);
      const ms = isSame ? await product.time(form, repetitions) : Number.POSITIVE_INFINITY;
      if (ms > HOPELESS * best) this.out.add(name(product.shape, form));
      else contenders.push({ form, times: [ms] });
      best = Math.min(best, ms);
    }
    if (contenders.length === 1) return usual;
    for (let round = 1; round < ROUNDS && !this.isOver; round++) {
      for (const { form, times } of contenders) times.push(await product.time(form, repetitions));
    }
    const winner = contenders.reduce((a, b) => (median(b.times) < median(a.times) ? b : a));
    return median(usualTimes) > BETTER * median(winner.times) ? winner.form : usual;
  }
}

const name = ({ layout }: ProductShape, form: Form) => `${layout}/${form.id}`;

/**
 * One lane a result is for what nothing else can do. Where lanes run on a CPU, a barrier is a change of coroutines:
 * such forms take seconds to compile there and run at a third of the speed.
 */
function isWorthATrial({ id, unitLanes }: Form, quads: boolean): boolean {
  return id !== 'scalar' && !(quads && unitLanes === 64);
}

/** The same product with fewer rows of the batch, where it has more operations than that. */
function cutTo(shape: ProductShape, operations: number): ProductShape {
  const { layout, rows, columns, depth } = shape;
  const batch = layout === 'tn' ? depth : rows;
  const perRow = (2 * rows * columns * depth) / batch;
  const fewer = Math.min(batch, Math.max(64, Math.floor(operations / perRow / 64) * 64));
  return layout === 'tn' ? { ...shape, depth: fewer } : { ...shape, rows: fewer };
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** Time of a submission that computes next to nothing. */
async function submissionMs(runner: WebGpuRunner): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i <= ROUNDS; i++) {
    await runner.settled();
    const begin = performance.now();
    noise(runner, 1, 0).dispose();
    await runner.settled();
    times.push(performance.now() - begin);
  }
  return Math.min(...times);
}

/** Operands and results of one product on the device. */
class TrialProduct {
  private readonly a: tf.Tensor;
  private readonly b: tf.Tensor;
  private readonly expected: tf.Tensor;
  private readonly out: tf.Tensor;

  constructor(
    private readonly runner: WebGpuRunner,
    readonly shape: ProductShape,
    private readonly submissionMs: number,
  ) {
    const { rows, columns, depth } = shape;
    this.a = noise(runner, rows * depth, 1);
    this.b = noise(runner, columns * depth, 2);
    this.expected = runner.create([rows * columns]);
    this.out = runner.create([rows * columns]);
  }

  /** Compiles the form; what it computes is what the others must compute. */
  async learn(form: Form): Promise<void> {
    multiply(this.runner, { ...this.shape, a: this.a, b: this.b, out: this.expected }, form);
    await this.runner.settled();
  }

  /** Operations a millisecond. */
  async speed(form: Form): Promise<number> {
    const { rows, columns, depth } = this.shape;
    await this.learn(form);
    return (2 * rows * columns * depth) / (await this.time(form, await this.repetitionsOf(form)));
  }

  /** Whether the device takes the form at all, and computes the same numbers with it. */
  async agrees(form: Form): Promise<boolean> {
    const { attempt, errors } = await inScopes(this.runner, ['validation', 'internal'], () => {
      multiply(this.runner, { ...this.shape, a: this.a, b: this.b, out: this.out }, form);
      return countDifferent(this.runner, this.out, this.expected);
    });
    const isTaken = errors.every((error) => error === null);
    return (await attempt) === 0 && isTaken;
  }

  async repetitionsOf(form: Form): Promise<number> {
    return Math.min(MOST_REPETITIONS, Math.ceil(ENOUGH_MS / (await this.time(form, 1))));
  }

  /** Milliseconds a product. */
  async time(form: Form, repetitions: number): Promise<number> {
    await this.runner.settled();
    const begin = performance.now();
    for (let i = 0; i < repetitions; i++) {
      multiply(this.runner, { ...this.shape, a: this.a, b: this.b, out: this.out }, form);
    }
    await this.runner.settled();
    return Math.max(SHORTEST_MS, performance.now() - begin - this.submissionMs) / repetitions;
  }

  dispose(): void {
    tf.dispose([this.a, this.b, this.expected, this.out]);
  }
}

/** Numbers in [−1, 1) without a pattern: rounding differs as soon as the order of a sum does. */
function noise(runner: WebGpuRunner, size: number, salt: number): tf.Tensor {
  const out = runner.create([size]);
  runner.run({
    key: 'matmul/trial/noise',
    code: () => `${bindingsWgsl(
      [],
      [['out', 'f32']],
      [
        ['size', 'u32'],
        ['salt', 'u32'],
      ],
    )}
${ENTRY_WGSL}
  if (gid >= u.size) { return; }
  var x = (gid + u.salt * 0x9e3779b9u) * 0x85ebca6bu;
  x = (x ^ (x >> 15u)) * 0xc2b2ae35u;
  x = x ^ (x >> 13u);
  out[gid] = f32(x >> 8u) / 8388608.0 - 1.0;
}`,
    reads: [],
    writes: [out],
    uniforms: u32(size, salt),
    invocations: size,
  });
  return out;
}

async function countDifferent(runner: WebGpuRunner, a: tf.Tensor, b: tf.Tensor): Promise<number> {
  const count = tf.tensor1d([0], 'int32');
  runner.run({
    key: 'matmul/trial/compare',
    code: () => `${bindingsWgsl(
      [
        ['a', 'f32'],
        ['b', 'f32'],
      ],
      [['count', 'atomic<i32>']],
      [['size', 'u32']],
    )}
${ENTRY_WGSL}
  if (gid < u.size && bitcast<u32>(a[gid]) != bitcast<u32>(b[gid])) { atomicAdd(&count[0], 1); }
}`,
    reads: [a, b],
    writes: [count],
    uniforms: u32(a.size),
    invocations: a.size,
  });
  const [different] = await count.data();
  count.dispose();
  return different ?? Number.NaN;
}
