import type { BundleProgram } from '../../../core/catalog/bundle';
import type { BundleRequest, RunFile } from '../../../core/contract/cluster';
import type { ModelRecord } from '../../../core/contract/model';
import type { SplitName } from '../../../core/contract/task';
import { toRecipeFile } from '../../../core/recipe/recipe-file';
import type { UsableRow } from '../../data/usable-rows';
import { type ExportEntry, textEntry } from '../entry';
import { weightsEntry } from '../formats/weights';
import type { WeightSource } from '../input';
import { pythonJson } from '../json';
import { exportConfig } from '../model-config';
import { tokenizerFiles } from '../tokenizer-files';
import { bundleReadme } from './readme';
import { splitEntries } from './split-entries';

/** Everything that a bundle for a cluster is made of. */
export interface BundleInput extends BundleRequest {
  readonly base: ModelRecord;
  /** The files of the base model as they were stored, parsed as JSON. */
  readonly configJson: unknown;
  readonly tokenizerJson: unknown;
  readonly tokenizerConfig: unknown;
  /** What the run starts from: the encoder's weights and the new head's. */
  readonly weights: WeightSource;
  /** The rows of a split in the order in which they were prepared, from the start at each call. */
  readonly rows: (split: SplitName) => AsyncIterable<readonly UsableRow[]>;
  /** The texts of `public/cluster/`. */
  readonly programs: readonly { readonly name: BundleProgram; readonly text: string }[];
}

/**
 * A folder that repeats the run on any number of GPUs with Hugging Face's Trainer, from the same first weights over the
 * same rows in the same order. Throws `MODEL_BAD_CONFIG`, `MODEL_UNSUPPORTED_TOKENIZER`.
 */
export async function bundleEntries(input: BundleInput): Promise<readonly ExportEntry[]> {
  const { name, spec, base } = input;
  const { task, labels } = spec;
  const has = (split: SplitName) => spec.data.splits[split] !== null;
  const tokenizer = tokenizerFiles({
    tokenizerJson: input.tokenizerJson,
    tokenizerConfig: input.tokenizerConfig,
    maxLength: base.maxLength,
  });
  const run: RunFile = {
    format: 'tabtune-run',
    version: 1,
    name,
    spec,
    base: { name: base.name, source: base.source, weightsDigest: base.weightsDigest },
  };
  return [
    textEntry('README.md', bundleReadme(input)),
    ...input.programs.map((program) => textEntry(program.name, program.text)),
    textEntry('recipe.json', pythonJson(toRecipeFile(spec.recipe))),
    textEntry('run.json', pythonJson(run)),
    ...(await splitEntries({ task, labels, has, rows: input.rows })),
    textEntry('model/config.json', pythonJson(exportConfig(input.configJson, base.architecture, spec))),
    ...Object.entries(tokenizer).map(([file, text]: [string, string]) => textEntry(`model/${file}`, text)),
    weightsEntry('model/model.safetensors', input.weights),
  ];
}
