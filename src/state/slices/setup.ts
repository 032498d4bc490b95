import type { Plan, Probe } from '../../core/contract/api';
import type { PreparedData } from '../../core/contract/dataset';
import type { RunSpec } from '../../core/contract/run';
import type { Task } from '../../core/contract/task';
import type { Recipe } from '../../core/recipe/recipe';
import type { Remote } from '../remote';

/** What the next run will be. `prepared` and `plan` follow every change by themselves, a moment later. */
export interface SetupSlice {
  readonly task: Task;
  readonly datasetId: string | null;
  readonly modelId: string | null;
  readonly presetId: string | null;
  readonly backend: RunSpec['backend'];
  readonly recipe: Recipe;
  /** True once the person chose a preset or changed a value: then the recipe no longer follows the model. */
  readonly recipeIsOwn: boolean;
  readonly prepared: Remote<PreparedData>;
  readonly plan: Remote<Plan>;
  readonly probe: Remote<Probe>;

  /** Takes up the settings that the last visit left; before datasets and models are loaded. */
  restore(): Promise<void>;
  selectTask(task: Task): void;
  selectDataset(datasetId: string | null): void;
  selectModel(modelId: string | null): void;
  selectPreset(presetId: string): void;
  setBackend(backend: RunSpec['backend']): void;
  patchRecipe(patch: Partial<Recipe>): void;
  /** Reads a recipe file (JSON text); a bad one becomes a notice and resolves with false. */
  readRecipeFile(file: File): Promise<boolean>;
  /** Back to the recipe of the chosen model. */
  resetRecipe(): void;
  /** Takes over dataset, model, recipe and back end of an earlier run. */
  copyRun(runId: string): void;
  /** What the set-up rests on has changed: prepares and plans a moment later. */
  touch(): void;
  /** Prepares and plans now, without the pause; resolves when both are there or failed. */
  refresh(): Promise<void>;
  /** Times a few steps on this device; one at a time. */
  measure(): Promise<void>;
  cancelMeasure(): void;
}
