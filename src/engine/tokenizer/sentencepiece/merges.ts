/**
 * The merges that a BPE vocabulary stands for: every way to put one of its tokens together from two, in the order of
 * the tokens (transformers' `generate_merges`).
 */
export function mergesOf(ids: ReadonlyMap<string, number>): [string, string][] {
  const idOf = (token: string): number => ids.get(token) ?? 0;
  const merges: { readonly id: number; readonly left: string; readonly right: string }[] = [];
  for (const [token, id] of ids) {
    const characters = Array.from(token);
    const pairs = characters
      .slice(1)
      .map((_, i) => ({
        id,
        left: characters.slice(0, i + 1).join(''),
        right: characters.slice(i + 1).join(''),
      }))
      .filter(({ left, right }) => ids.has(left) && ids.has(right));
    merges.push(...pairs.toSorted((a, b) => idOf(a.left) - idOf(b.left) || idOf(a.right) - idOf(b.right)));
  }
  const length = (text: string): number => Array.from(text).length;
  return merges
    .toSorted((a, b) => a.id - b.id || length(a.left) - length(b.left) || length(a.right) - length(b.right))
    .map(({ left, right }) => [left, right]);
}
