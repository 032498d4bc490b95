import type { Recipe } from '../../src/core/recipe/recipe.ts';
import type { ComputeOn } from '../pages/training-page.ts';
import type { Studio } from '../pages/studio.ts';
import { csvOf, headlines, textFile } from './texts.ts';

/** Dataset and starter are set; the training step is open. */
export async function toTraining(studio: Studio, rows = 80): Promise<void> {
  await studio.data.choose(textFile('headlines.csv', csvOf(headlines(rows))));
  await studio.data.settled();
  await studio.goTo('Model');
  await studio.model.useStarter();
  await studio.model.next.click();
}

/** Settings of a short run on this back end; the run has begun. */
export async function beginRun(studio: Studio, computeOn: ComputeOn, recipe: Partial<Recipe>): Promise<void> {
  await studio.training.computeOn(computeOn);
  await studio.training.setRecipe(recipe);
  await studio.training.begin();
}
