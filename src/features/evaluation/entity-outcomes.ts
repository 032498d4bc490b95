import type { EntityConfusion } from '../../core/contract/run';

/** What became of entities: the true ones in four kinds, and those that were found where there is nothing. */
export interface EntityOutcomes {
  readonly truth: number;
  readonly exact: number;
  readonly wrongBoundary: number;
  /** With right or wrong boundaries. */
  readonly wrongType: number;
  readonly missed: number;
  readonly invented: number;
}

/** Exact, wrong boundary, wrong type and missed add up to `truth`. */
export function entityOutcomes({ types, counts, wrongBoundary }: EntityConfusion): EntityOutcomes {
  const nothing = types.length;
  const outcomes = { truth: 0, exact: 0, wrongBoundary: 0, wrongType: 0, missed: 0, invented: 0 };
  counts.forEach((row, truth) => {
    row.forEach((count, found) => {
      if (truth === nothing) {
        outcomes.invented += count;
        return;
      }
      const shifted = wrongBoundary[truth]?.[found] ?? 0;
      outcomes.truth += count;
      if (found === nothing) outcomes.missed += count;
      else if (found !== truth) outcomes.wrongType += count;
      else {
        outcomes.wrongBoundary += shifted;
        outcomes.exact += count - shifted;
      }
    });
  });
  return outcomes;
}
