import type { ProductShape } from '../kernels/matmul/product';
import { chooseForms } from '../kernels/matmul/trial';
import type { Tuner } from './kernel-choices';
import { blocksOf, spanOf } from './parameter-blocks';
import type { Parameter } from './parameters';
import type { WebGpuRunner } from './webgpu-runner';

/** Counted up when forms become faster or slower than they were, so that remembered choices are made anew. */
const GENERATION = 1;

/** Chooses forms of the products by timed trial; the choices lie in the runner. */
export function webGpuTuner(runner: WebGpuRunner, adapter: string): Tuner {
  return {
    adapter: [adapter, ...[...runner.device.features].sort(), `kernels ${GENERATION}`].join(', '),
    get forms() {
      return Object.fromEntries(runner.choices);
    },
    use(forms) {
      runner.choices.clear();
      for (const [key, form] of Object.entries(forms)) runner.choices.set(key, form);
    },
    trial: (parameters, rows, budgetMs) => chooseForms(runner, layerProducts(parameters, rows), budgetMs),
  };
}

/** Products of linear layers, forward and, where something is trained, backward: large ones of the first rows first. */
function layerProducts(parameters: readonly Parameter[], rows: readonly number[]): ProductShape[] {
  const isTrained = parameters.some((p) => p.trainable);
  const sizes = new Map<string, readonly [outputs: number, inputs: number]>();
  for (const { name, shape } of blocksOf(parameters).map(spanOf)) {
    const [outputs, inputs] = shape;
    // Embedding tables are looked up, not multiplied.
    if (outputs === undefined || inputs === undefined || name.endsWith('_embeddings.weight')) continue;
    sizes.set(shape.join(), [outputs, inputs]);
  }
  const largest = [...sizes.values()].sort(([n, k], [m, l]) => m * l - n * k);
  return rows.flatMap((batch) =>
    largest.flatMap(([outputs, inputs]): ProductShape[] => [
      { layout: 'nt', rows: batch, columns: outputs, depth: inputs },
      ...(isTrained
        ? ([
            { layout: 'nn', rows: batch, columns: inputs, depth: outputs },
            { layout: 'tn', rows: outputs, columns: inputs, depth: batch },
          ] as const)
        : []),
    ]),
  );
}
