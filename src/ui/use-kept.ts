import { useState } from 'react';

/**
 * `value` once it is settled; until then the last settled value of the same subject (`key`), so that a screen does
 * not fall apart while something is computed again. With nothing settled yet, `value` itself.
 */
export function useKept<T>(key: string | null, value: T, settled: boolean): T {
  const [kept, setKept] = useState<{ readonly key: string | null; readonly value: T } | null>(null);
  if (settled && (kept?.key !== key || kept.value !== value)) setKept({ key, value });
  return settled || kept === null || kept.key !== key ? value : kept.value;
}
