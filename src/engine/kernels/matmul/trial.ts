import * as tf from '@tensorflow/tfjs-core';
import { bindingsWgsl, ENTRY_WGSL, u32, type WebGpuRunner } from '../../runtime/webgpu-runner';
import { choiceKey, defaultForm, type Form, FORMS } from './forms';
import type { ProductShape } from './product';
import { multiply } from './webgpu';

/*
 * Which form of the product is fastest here is measured. All forms sum in one order, so a choice is a matter of speed;
 * what a device makes of that order is checked all the same: a form whose result differs from the default form's in
 * any number is out. The clock is the wall's: browsers round the times of a GPU to 100 µs, so that they would need as
 * many repetitions.
 */

/** Time worth measuring; faster products are repeated. */
const ENOUGH_MS = 4;
const MOST_REPETITIONS = 64;
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
 * over; those chosen already are left alone. What is not reached keeps its default form.
 */
export async function chooseForms(
  runner: WebGpuRunner,
  shapes: readonly ProductShape[],
  budgetMs: number,
): Promise<void> {
  const begin = performance.now();
  const trial = new Trial(runner);
  for (const shape of shapes) {
    if (runner.choices.has(choiceKey(shape))) continue;
    if (performance.now() - begin > budgetMs) return;
    runner.choices.set(choiceKey(shape), (await trial.choose(shape)).id);
  }
}

class Trial {
  /** Layouts and forms that need not be tried again. */
  private readonly out = new Set<string>();
  private operationsPerMs: number | null = null;

  constructor(private readonly runner: WebGpuRunner) {}

  async choose(shape: ProductShape): Promise<Form> {
    const { runner } = this;
    const usual = defaultForm(shape, runner.quads);
    const isOpen = (form: Form) =>
      form !== usual && isWorthATrial(form, runner.quads) && !this.out.has(name(shape, form));
    if (!FORMS.some((form) => isOpen(form) && form.suits(shape, runner.quads))) return usual;
    this.operationsPerMs ??= await this.speed(cutTo(shape, FIRST_OPERATIONS), usual);
    const tried = cutTo(shape, LONGEST_MS * this.operationsPerMs);
    const rivals = FORMS.filter((form) => isOpen(form) && form.suits(tried, runner.quads));
    const product = new TrialProduct(runner, tried);
    try {
      return await this.fastest(product, usual, rivals);
    } finally {
      product.dispose();
    }
  }

  private async speed(shape: ProductShape, form: Form): Promise<number> {
    const product = new TrialProduct(this.runner, shape);
    try {
      await product.time(form, 1);
      return (2 * shape.rows * shape.columns * shape.depth) / (await product.time(form, 1));
    } finally {
      product.dispose();
    }
  }

  private async fastest(product: TrialProduct, usual: Form, rivals: readonly Form[]): Promise<Form> {
    await product.learn(usual);
    const first = await product.time(usual, 1);
    const repetitions = Math.min(MOST_REPETITIONS, Math.ceil(ENOUGH_MS / first));
    let best = await product.time(usual, repetitions);
    const contenders: { readonly form: Form; readonly times: number[] }[] = [{ form: usual, times: [best] }];
    for (const form of rivals) {
      const isSame = await product.agrees(form);
      const ms = isSame ? await product.time(form, repetitions) : Number.POSITIVE_INFINITY;
      if (ms > HOPELESS * best) this.out.add(name(product.shape, form));
      else contenders.push({ form, times: [ms] });
      best = Math.min(best, ms);
    }
    if (contenders.length === 1) return usual;
    for (let round = 1; round < ROUNDS; round++) {
      for (const { form, times } of contenders) times.push(await product.time(form, repetitions));
    }
    const ranked = contenders.map(({ form, times }) => ({ form, ms: median(times) }));
    const winner = ranked.reduce((a, b) => (b.ms < a.ms ? b : a));
    const usualMs = ranked.find(({ form }) => form === usual)?.ms ?? Number.POSITIVE_INFINITY;
    return usualMs > BETTER * winner.ms ? winner.form : usual;
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

/** Operands and results of one product on the device. */
class TrialProduct {
  private readonly a: tf.Tensor;
  private readonly b: tf.Tensor;
  private readonly expected: tf.Tensor;
  private readonly out: tf.Tensor;

  constructor(
    private readonly runner: WebGpuRunner,
    readonly shape: ProductShape,
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

  /** Whether the device takes the form at all, and computes the same numbers with it. */
  async agrees(form: Form): Promise<boolean> {
    const { device } = this.runner;
    // What a driver refuses must not count as an error of the device.
    for (const filter of ['validation', 'internal'] as const) device.pushErrorScope(filter);
    multiply(this.runner, { ...this.shape, a: this.a, b: this.b, out: this.out }, form);
    const different = await countDifferent(this.runner, this.out, this.expected);
    const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
    return different === 0 && errors.every((error) => error === null);
  }

  /** Milliseconds a product. */
  async time(form: Form, repetitions: number): Promise<number> {
    await this.runner.settled();
    const begin = performance.now();
    for (let i = 0; i < repetitions; i++) {
      multiply(this.runner, { ...this.shape, a: this.a, b: this.b, out: this.out }, form);
    }
    await this.runner.settled();
    return (performance.now() - begin) / repetitions;
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
  if (gid < u.size && a[gid] != b[gid]) { atomicAdd(&count[0], 1); }
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
