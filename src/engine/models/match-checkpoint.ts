import type { SafetensorsHeader, TensorEntry } from '../checkpoint/safetensors-header';
import type { WeightSpec } from './weights';

export interface ShapeMismatch {
  readonly name: string;
  readonly expected: readonly number[];
  readonly found: readonly number[];
}

export interface CheckpointMatch {
  /** Entries by our name; the entry keeps the name in the file. Only tensors of the right shape. */
  readonly found: ReadonlyMap<string, TensorEntry>;
  /** Our names of tensors that the file lacks. */
  readonly missing: readonly string[];
  /** The file's names of tensors that nobody uses. */
  readonly unexpected: readonly string[];
  readonly mismatched: readonly ShapeMismatch[];
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** Compares the tensors of a file with those of a model; `mapName` is the architecture's `mapCheckpointName`. */
export function matchCheckpoint(
  header: SafetensorsHeader,
  specs: readonly WeightSpec[],
  mapName: (name: string) => string | null,
): CheckpointMatch {
  const wanted = new Map(specs.map((spec) => [spec.name, spec]));
  const found = new Map<string, TensorEntry>();
  const unexpected: string[] = [];
  const mismatched: ShapeMismatch[] = [];
  const seen = new Set<string>();
  for (const entry of header.tensors.values()) {
    const name = mapName(entry.name);
    if (name === null) continue;
    const spec = wanted.get(name);
    if (spec === undefined || seen.has(name)) {
      unexpected.push(entry.name);
      continue;
    }
    seen.add(name);
    if (sameShape(spec.shape, entry.shape)) found.set(name, entry);
    else mismatched.push({ name, expected: spec.shape, found: entry.shape });
  }
  const missing = specs.map((spec) => spec.name).filter((name) => !seen.has(name));
  return { found, missing, unexpected, mismatched };
}
