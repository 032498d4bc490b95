/** Heads of pretraining and buffers: in many checkpoints, of no use to a task model. */
const IGNORED =
  /^(cls|lm_head|vocab_[a-z_]+|discriminator_predictions|predictions|lm_predictions)\.|(^|\.)position_ids$/;

/** The parts of a BertModel; a checkpoint of the bare model lacks the "bert." before them. */
const BARE = /^(embeddings|encoder|pooler)\./;

/**
 * The name in our model of a tensor found in a checkpoint, or null for one that is left aside by design.
 * A name it does not know comes back as it is. Follows transformers' `from_pretrained` (base model prefix,
 * `gamma`/`beta` of the TensorFlow days).
 */
export function mapCheckpointName(name: string): string | null {
  if (IGNORED.test(name)) return null;
  const full = BARE.test(name) ? `bert.${name}` : name;
  return full.replace(/\.gamma$/, '.weight').replace(/\.beta$/, '.bias');
}
