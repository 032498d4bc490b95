import { writeSafetensors } from '../../checkpoint/safetensors-write';
import type { ExportEntry } from '../entry';
import type { WeightSource } from '../input';

const BYTES_PER_WEIGHT = 4;

/** Weights as a safetensors file in float32, one in memory at a time. */
export function weightsEntry(name: string, weights: WeightSource): ExportEntry {
  return {
    name,
    sizeBytes: weights.specs.reduce(
      (sum, { shape }) => sum + shape.reduce((product, size) => product * size, BYTES_PER_WEIGHT),
      0,
    ),
    async write(sink) {
      const tensors = weights.specs.map((spec) => ({
        name: spec.name,
        shape: spec.shape,
        dtype: 'F32' as const,
        data: () => weights.read(spec.name),
      }));
      await writeSafetensors(tensors, sink);
    },
  };
}
