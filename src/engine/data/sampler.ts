import { randperm } from '../../core/rng';

/**
 * Order in which an epoch (from 0) visits the examples: accelerate's seedable sampler, which is
 * torch.randperm with seed + epoch.
 */
export function epochOrder(examples: number, seed: number, epoch: number): Uint32Array {
  return randperm(examples, seed + epoch);
}
