import { AppError } from '../core/contract/errors';
import type { RunSpec } from '../core/contract/run';
import { parseRecipe } from '../core/recipe/recipe-file';
import { chosenDataset, chosenModel } from './selectors';
import type { StudioContext } from './studio-context';

/** What the set-up describes, under that id. Throws what keeps it from being trained. */
export async function draftSpec({ get }: StudioContext, id: string): Promise<RunSpec> {
  await get().setup.refresh();
  const { setup } = get();
  const { prepared } = setup;
  if (prepared.status === 'failed') throw new AppError(prepared.failure.code, prepared.failure.details);
  const dataset = chosenDataset(get());
  const model = chosenModel(get());
  if (dataset === null || prepared.status !== 'ready') throw new AppError('DATA_CHANGED');
  if (model === null) throw new AppError('MODEL_NOT_FOUND');
  const data = prepared.value;
  return {
    id,
    task: data.task,
    datasetId: dataset.id,
    datasetName: dataset.name,
    modelId: model.id,
    modelName: model.name,
    labels: data.labels,
    data,
    recipe: parseRecipe(setup.recipe),
    backend: setup.backend,
  };
}
