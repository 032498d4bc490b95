/**
 * Which checkpoints survive a limit: the oldest go first, the newest and the best never
 * (transformers' rotate_checkpoints). Kept steps in ascending order; `limit` null keeps all.
 */
export function keptCheckpoints(
  steps: readonly number[],
  limit: number | null,
  bestStep: number | null,
): number[] {
  const sorted = [...steps].sort((a, b) => a - b);
  if (limit === null) return sorted;
  const isProtected = (step: number) => step === sorted.at(-1) || step === bestStep;
  const deletable = sorted.filter((step) => !isProtected(step));
  const removed = new Set(deletable.slice(0, Math.max(0, sorted.length - limit)));
  return sorted.filter((step) => !removed.has(step));
}
