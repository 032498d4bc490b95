import type { BenchBackend } from '../cases.ts';
import type { MemorySample } from './sample.ts';

export interface EpochMemory extends MemorySample {
  /** Null where the system does not tell. */
  readonly processBytes: number | null;
}

export interface MemoryReport {
  readonly backend: BenchBackend;
  readonly stepsPerEpoch: number;
  readonly epochs: readonly EpochMemory[];
}

/** Growth after the first epoch that counts as flat. */
const FLAT = 0.02;

const KINDS = {
  tensors: 'tensors',
  tensorBytes: 'bytes of tensors',
  arenaBytes: 'arenas',
  deviceBytes: 'device memory',
  processBytes: 'processes',
} as const;
export type MemoryKind = keyof typeof KINDS;

export interface Growth {
  readonly kind: MemoryKind;
  readonly label: string;
  readonly afterFirst: number;
  readonly most: number;
  /** Relative; 0 where nothing was held after the first epoch and nothing later. */
  readonly growth: number;
  readonly flat: boolean;
}

/** How far each kind of memory rose above what it was after the first epoch. */
export function growthOf({ epochs }: MemoryReport): readonly Growth[] {
  return (Object.keys(KINDS) as MemoryKind[]).flatMap((kind) => {
    const values = epochs.flatMap((epoch) => epoch[kind] ?? []);
    const [afterFirst, ...later] = values;
    if (afterFirst === undefined) return [];
    const most = Math.max(...later);
    const growth = most <= afterFirst ? 0 : (most - afterFirst) / afterFirst;
    return { kind, label: KINDS[kind], afterFirst, most, growth, flat: growth <= FLAT };
  });
}
