/** The order of Python's strings: JavaScript compares UTF-16 units, which puts some code points above U+FFFF in the wrong place. */
export function byCodePoint(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  const isTrail = i > 0 && (a.codePointAt(i - 1) ?? 0) > 0xffff;
  const at = isTrail ? i - 1 : i;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}
