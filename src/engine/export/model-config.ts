import { z } from 'zod';
import { ARCHITECTURES } from '../../core/catalog/models';
import { AppError } from '../../core/contract/errors';
import type { Architecture } from '../../core/contract/model';
import type { RunSpec } from '../../core/contract/run';

/** The newest version that the exported folder is tested with. */
const TRANSFORMERS_VERSION = '5.23.0';

/** Keys of old or foreign files that say nothing about the exported model, or the wrong thing. */
const DROPPED = ['_name_or_path', 'torch_dtype', 'gradient_checkpointing', 'problem_type', 'finetuning_task'];

/**
 * config.json of a fine-tuned model: the base model's own, with head, labels and the dropouts it was trained with.
 * Throws `MODEL_BAD_CONFIG` when the base's is not an object.
 */
export function exportConfig(
  baseJson: unknown,
  architecture: Architecture,
  spec: Pick<RunSpec, 'task' | 'labels' | 'recipe'>,
): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(baseJson);
  if (!parsed.success) throw new AppError('MODEL_BAD_CONFIG', { fields: [] }, { cause: parsed.error });
  const kept = Object.entries(parsed.data).filter(([key]) => !DROPPED.includes(key));
  const { hiddenDropoutProb, attentionProbsDropoutProb, classifierDropout } = spec.recipe;
  return {
    ...Object.fromEntries(kept),
    architectures: [ARCHITECTURES[architecture].classes[spec.task]],
    model_type: architecture,
    id2label: Object.fromEntries(spec.labels.map((label, id) => [String(id), label])),
    label2id: Object.fromEntries(spec.labels.map((label, id) => [label, id])),
    ...(spec.task === 'text-classification' ? { problem_type: 'single_label_classification' } : {}),
    ...(hiddenDropoutProb === null ? {} : { hidden_dropout_prob: hiddenDropoutProb }),
    ...(attentionProbsDropoutProb === null
      ? {}
      : { attention_probs_dropout_prob: attentionProbsDropoutProb }),
    ...(classifierDropout === null ? {} : { classifier_dropout: classifierDropout }),
    dtype: 'float32',
    transformers_version: TRANSFORMERS_VERSION,
  };
}
