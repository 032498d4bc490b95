import { DESCRIPTORS } from '../core/recipe/descriptors';
import type { Recipe } from '../core/recipe/recipe';

const SHORT: Partial<Record<keyof Recipe, string>> = {
  learningRate: 'lr',
  numTrainEpochs: 'epochs',
  perDeviceTrainBatchSize: 'batch',
  perDeviceEvalBatchSize: 'eval batch',
  gradientAccumulationSteps: 'accumulation',
};
const MOST_SHOWN = 3;

export interface RunNaming {
  readonly recipe: Recipe;
  readonly modelName: string;
  readonly datasetName: string;
  /** The recipe of the last run of this model on this dataset, or null. */
  readonly previous: Recipe | null;
  readonly taken: ReadonlySet<string>;
}

/**
 * A run is named by how its recipe differs from the last run's ("lr 5e-5→3e-4, epochs 3→5"), else "model on dataset";
 * a number tells equal names apart.
 */
export function nameRun({ recipe, previous, modelName, datasetName, taken }: RunNaming): string {
  const changes = previous === null ? [] : differences(previous, recipe);
  const more = changes.length > MOST_SHOWN ? `, +${changes.length - MOST_SHOWN}` : '';
  const name =
    changes.length === 0
      ? `${modelName} on ${datasetName}`
      : `${changes.slice(0, MOST_SHOWN).join(', ')}${more}`;
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name} (${number})`)) number += 1;
  return `${name} (${number})`;
}

function differences(before: Recipe, after: Recipe): string[] {
  return DESCRIPTORS.filter(({ key }) => before[key] !== after[key]).map(
    ({ key, label }) => `${SHORT[key] ?? label.toLowerCase()} ${shown(before[key])}→${shown(after[key])}`,
  );
}

function shown(value: Recipe[keyof Recipe]): string {
  if (value === null) return 'default';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3) return value.toExponential();
  return String(value);
}
