import type { PushTarget } from '../../core/contract/hub';
import type { PushSource } from '../../state/slices/pushes';
import type { Stage } from './stage';

const FILES = [
  { path: 'README.md', sizeBytes: 5_320 },
  { path: 'config.json', sizeBytes: 812 },
  { path: 'tokenizer.json', sizeBytes: 711_396 },
  { path: 'tokenizer_config.json', sizeBytes: 1_204 },
  { path: 'special_tokens_map.json', sizeBytes: 125 },
  { path: 'vocab.txt', sizeBytes: 231_508 },
  { path: 'trainer_state.json', sizeBytes: 18_442 },
  { path: 'recipe.json', sizeBytes: 934 },
  { path: 'model.safetensors', sizeBytes: 90_866_412 },
  { path: 'onnx/model.onnx', sizeBytes: 90_912_110 },
  { path: 'onnx/model_fp16.onnx', sizeBytes: 45_501_877 },
  { path: 'onnx/model_quantized.onnx', sizeBytes: 22_972_370 },
] as const;

const TARGET: PushTarget = { type: 'model', repo: 'maria/first-try', isNew: true, isPrivate: true };
export const TOKEN = 'hf_made_up';

/** A run whose zip is written, and an account that is signed in. */
export async function withExport(stage: Stage, runId: string): Promise<PushSource> {
  stage.fake.pushes.files = FILES;
  await stage.store.getState().exports.exportRun(runId);
  await stage.store.getState().pushes.signInWith(TOKEN, false);
  return { kind: 'run', id: runId };
}

/** What would be sent is on the page. */
export async function planned(
  stage: Stage,
  source: PushSource,
  target: Partial<PushTarget> = {},
): Promise<void> {
  await stage.store.getState().pushes.plan(source, { ...TARGET, ...target });
}

/** Half of it is there. */
export function pushing(stage: Stage, source: PushSource): void {
  stage.fake.faults.hold('push');
  void stage.store.getState().pushes.confirm(source);
}
