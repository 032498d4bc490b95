/**
 * Whether transformers' Trainer decays a parameter: all but biases and normalisation layers, told by name
 * (`Trainer.get_decay_parameter_names`).
 */
export function weightDecayApplies(name: string): boolean {
  const lower = name.toLowerCase();
  if (lower.includes('bias') || lower.includes('layernorm') || lower.includes('rmsnorm')) return false;
  return !lower.split('.').some((part) => part === 'norm' || part.endsWith('_norm'));
}
