import type { ModelRecord } from '../../../core/contract/model';
import type { RunSpec } from '../../../core/contract/run';
import { toRecipeFile } from '../../../core/recipe/recipe-file';
import { trainerState } from '../../train/trainer-state';
import { type ExportEntry, textEntry } from '../entry';
import type { ExportInput } from '../input';
import { pythonJson } from '../json';
import { modelCard } from '../model-card/model-card';
import { exportConfig } from '../model-config';
import { tokenizerFiles } from '../tokenizer-files';
import { onnxEntries } from './onnx';
import { weightsEntry } from './weights';

/** The token pipeline has no other way to learn how much the model was trained to read at once. */
function readableLength({ task, recipe }: RunSpec, base: ModelRecord): number {
  return task === 'token-classification' ? Math.min(recipe.maxLength, base.maxLength) : base.maxLength;
}

/**
 * The folder that transformers' `save_pretrained` leaves, of versions 5 and 4 at once, with card and recipe, and the
 * ONNX graphs that transformers.js and ONNX Runtime open.
 */
export function transformersEntries(input: ExportInput): readonly ExportEntry[] {
  const { run, base } = input;
  const tokenizer = tokenizerFiles({
    tokenizerJson: input.tokenizerJson,
    tokenizerConfig: input.tokenizerConfig,
    maxLength: readableLength(run.spec, base),
  });
  return [
    textEntry('README.md', modelCard(input)),
    textEntry('config.json', pythonJson(exportConfig(input.configJson, base.architecture, run.spec))),
    ...Object.entries(tokenizer).map(([name, text]: [string, string]) => textEntry(name, text)),
    textEntry('trainer_state.json', pythonJson(trainerState(run, input.history))),
    textEntry('recipe.json', pythonJson(toRecipeFile(run.spec.recipe))),
    weightsEntry('model.safetensors', input.weights),
    ...onnxEntries(input),
  ];
}
