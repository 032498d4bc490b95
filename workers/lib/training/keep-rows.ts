import type { Evaluation, RunRecord } from '../../../src/core/contract/run';

/**
 * Evaluations as a record keeps them: the rows behind cells stay with the newest of each split and with those of the
 * best weights, so that a record does not grow with every evaluation.
 */
export function withRowsWhereWanted(
  evaluations: readonly Evaluation[],
  best: RunRecord['best'],
): Evaluation[] {
  const newest = new Set(
    ['train', 'validation', 'test'].map((split) => evaluations.findLast((each) => each.split === split)),
  );
  return evaluations.map((each) =>
    newest.has(each) || each.step === best?.step
      ? each
      : { ...each, cells: [], entities: each.entities && { ...each.entities, cells: [] } },
  );
}
