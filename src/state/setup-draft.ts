import { z } from 'zod';
import { AppError } from '../core/contract/errors';
import { taskSchema } from '../core/contract/task';
import { PRETRAINED_RECIPE } from '../core/recipe/recipe';
import { fromRecipeFile, toRecipeFile } from '../core/recipe/recipe-file';
import type { SetupSlice } from './slices/setup';

/** What of the set-up outlives the page. Ids may name what has been deleted meanwhile. */
export type SetupDraft = Pick<
  SetupSlice,
  'task' | 'datasetId' | 'modelId' | 'presetId' | 'backend' | 'recipe' | 'recipeIsOwn'
>;

const draftSchema = z.object({
  task: taskSchema,
  datasetId: z.string().nullable(),
  modelId: z.string().nullable(),
  presetId: z.string().nullable(),
  backend: z.enum(['auto', 'webgpu', 'wasm']),
  recipeIsOwn: z.boolean(),
  /** As a recipe file, so that a hyper-parameter that came later has its default. */
  recipe: z.record(z.string(), z.unknown()),
});

export function writeDraft(setup: SetupDraft): string {
  const { task, datasetId, modelId, presetId, backend, recipeIsOwn } = setup;
  const recipe = toRecipeFile(setup.recipe);
  return JSON.stringify({ task, datasetId, modelId, presetId, backend, recipeIsOwn, recipe });
}

/** Throws `STORAGE_DAMAGED`, `RUN_BAD_RECIPE`. */
export function readDraft(text: string): SetupDraft {
  const draft = draftSchema.safeParse(parseJson(text));
  if (!draft.success) throw damaged();
  return { ...draft.data, recipe: fromRecipeFile(draft.data.recipe, PRETRAINED_RECIPE) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw damaged(thrown);
  }
}

function damaged(cause?: unknown): AppError {
  return new AppError('STORAGE_DAMAGED', { path: 'settings of the next run' }, { cause });
}
