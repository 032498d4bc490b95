import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  AGGREGATION_STRATEGIES,
  type AggregationStrategy,
  aggregationStrategySchema,
} from '../../src/core/contract/predictions.ts';
import { type Task, taskSchema } from '../../src/core/contract/task.ts';
import { PRETRAINED_RECIPE, type Recipe } from '../../src/core/recipe/recipe.ts';
import { argumentName, fromRecipeFile } from '../../src/core/recipe/recipe-file.ts';

export const USAGE = `npm run drive -- --data FILE [--eval FILE] [--task text-classification|token-classification]
  [--model starter|DIR|ZIP|HUB_ID] [--recipe FILE.json] [--say TEXT]... [--aggregation NAME]
  [--backend webgpu|wasm] [--export FILE.zip] [--report FILE.json] [--screenshots DIR] [--no-build]`;

/** Something on the command line that cannot be done. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type ModelChoice =
  | { readonly kind: 'starter' }
  | { readonly kind: 'folder' | 'zip'; readonly path: string }
  | { readonly kind: 'hub'; readonly repo: string };

export interface DriveOptions {
  readonly data: string;
  readonly task: Task;
  readonly eval: string | null;
  /** For token classification. */
  readonly aggregation: AggregationStrategy;
  readonly model: ModelChoice;
  /** Only what the recipe file names. */
  readonly recipe: Partial<Recipe>;
  readonly say: readonly string[];
  readonly backend: 'webgpu' | 'wasm' | null;
  readonly export: string | null;
  readonly report: string | null;
  readonly screenshots: string | null;
  readonly build: boolean;
}

function existing(path: string, option: string): string {
  if (!existsSync(path)) throw new UsageError(`${option}: there is no ${path}`);
  return path;
}

function modelChoice(value: string): ModelChoice {
  if (value === 'starter') return { kind: 'starter' };
  if (existsSync(value)) return { kind: statSync(value).isDirectory() ? 'folder' : 'zip', path: value };
  if (/^[\w.-]+\/[\w.-]+$/.test(value) && !value.startsWith('.')) return { kind: 'hub', repo: value };
  throw new UsageError(`--model: ${value} is neither starter, a folder or zip, nor a Hub id (owner/name)`);
}

/** Throws `RUN_BAD_RECIPE` for unknown names and for values out of range. */
function readRecipe(path: string): Partial<Recipe> {
  const file: unknown = JSON.parse(readFileSync(existing(path, '--recipe'), 'utf8'));
  const recipe = fromRecipeFile(file, PRETRAINED_RECIPE);
  const named = Object.entries(recipe).filter(
    ([key]) => typeof file === 'object' && file !== null && argumentName(key) in file,
  );
  return Object.fromEntries(named);
}

/** Throws `UsageError`. */
export function parseOptions(args: readonly string[]): DriveOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      eval: { type: 'string' },
      task: { type: 'string', default: 'text-classification' },
      model: { type: 'string', default: 'starter' },
      recipe: { type: 'string' },
      say: { type: 'string', multiple: true, default: [] },
      aggregation: { type: 'string' },
      backend: { type: 'string' },
      export: { type: 'string' },
      report: { type: 'string' },
      screenshots: { type: 'string' },
      'no-build': { type: 'boolean', default: false },
    },
  });
  if (values.data === undefined) throw new UsageError('--data is missing');
  const task = taskSchema.safeParse(values.task).data;
  if (task === undefined) throw new UsageError(`--task: there is no task ${values.task}`);
  if (values.aggregation !== undefined && task !== 'token-classification')
    throw new UsageError('--aggregation: belongs to token-classification; a text has one label here');
  const aggregation = aggregationStrategySchema.safeParse(values.aggregation ?? 'simple').data;
  if (aggregation === undefined)
    throw new UsageError(
      `--aggregation: ${values.aggregation} is none of ${AGGREGATION_STRATEGIES.join(', ')}`,
    );
  const { backend } = values;
  if (backend !== undefined && backend !== 'webgpu' && backend !== 'wasm')
    throw new UsageError(`--backend: ${backend} is neither webgpu nor wasm`);
  return {
    data: existing(values.data, '--data'),
    task,
    aggregation,
    eval: values.eval === undefined ? null : existing(values.eval, '--eval'),
    model: modelChoice(values.model),
    recipe: values.recipe === undefined ? {} : readRecipe(values.recipe),
    say: values.say,
    backend: backend ?? null,
    export: values.export ?? null,
    report: values.report ?? null,
    screenshots: values.screenshots ?? null,
    build: !values['no-build'],
  };
}
