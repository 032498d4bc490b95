import { z } from 'zod';
import {
  type ClusterResults,
  clusterResultsSchema,
  type RunFile,
  runFileSchema,
} from '../../../src/core/contract/cluster';
import { AppError } from '../../../src/core/contract/errors';
import type { Recipe } from '../../../src/core/recipe/recipe';
import { fromRecipeFile } from '../../../src/core/recipe/recipe-file';
import { realSchema } from '../../../src/engine/checkpoint/real';
import type { ModelFiles } from '../models/model-files';

/** What is read of trainer_state.json (transformers' TrainerState). */
const trainerStateSchema = z.object({
  best_global_step: z.number().int().nullish(),
  best_metric: realSchema.nullish(),
  epoch: z.number().nullish(),
  global_step: z.number().int(),
  log_history: z.array(z.record(z.string(), realSchema)),
  max_steps: z.number().int(),
  total_flos: z.number().default(0),
});
export type TrainerState = z.infer<typeof trainerStateSchema>;

/** The folder that a bundle's `train.py` leaves, without its weights. */
export interface FinishedRun {
  readonly run: RunFile;
  /** As it was trained: it may have been changed after the bundle was made. */
  readonly recipe: Recipe;
  readonly state: TrainerState;
  readonly results: ClusterResults;
  readonly configJson: unknown;
}

const NEEDED = [
  'results.json',
  'run.json',
  'recipe.json',
  'trainer_state.json',
  'config.json',
  'tokenizer.json',
  'model.safetensors',
] as const;
type SmallFile = Exclude<(typeof NEEDED)[number], 'tokenizer.json' | 'model.safetensors'>;

/** Python writes numbers that JSON lacks by name; in quotes, JSON takes them. What stands in quotes stays as it is. */
function quoteReals(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  );
}

async function readJson(files: ModelFiles, name: SmallFile): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of files.open(name)) text += decoder.decode(chunk, { stream: true });
  try {
    return JSON.parse(quoteReals(text + decoder.decode()));
  } catch (cause) {
    throw new AppError('RUN_NOT_FINISHED', { file: name }, { cause });
  }
}

async function parse<T>(files: ModelFiles, name: SmallFile, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJson(files, name));
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AppError('RUN_NOT_FINISHED', { file: name, reason }, { cause: parsed.error });
}

/** Reads the small files of a finished run. Throws `RUN_NOT_FINISHED` (missing, file), `RUN_BAD_RECIPE`. */
export async function readFinishedRun(files: ModelFiles): Promise<FinishedRun> {
  const isFolder = files.names.includes('results.json');
  // Where that is not, the others were not looked for in the right place.
  const missing = isFolder ? NEEDED.filter((name) => !files.names.includes(name)) : ['results.json'];
  if (missing.length > 0) throw new AppError('RUN_NOT_FINISHED', { missing });
  const run = await parse(files, 'run.json', runFileSchema);
  return {
    run,
    recipe: fromRecipeFile(await readJson(files, 'recipe.json'), run.spec.recipe),
    state: await parse(files, 'trainer_state.json', trainerStateSchema),
    results: await parse(files, 'results.json', clusterResultsSchema),
    configJson: await readJson(files, 'config.json'),
  };
}
