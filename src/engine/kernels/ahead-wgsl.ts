/** Steps of a loop whose operands are on their way at a time: a lane that sums long columns waits for memory alone. */
const AHEAD = 8;

/**
 * WGSL of a loop over `i` from `begin` to `end` in that order: `load(i, name)` declares what step i reads, with `name`
 * to tell steps apart, `use(name)` adds it up.
 */
export function aheadWgsl(
  begin: string,
  end: string,
  load: (i: string, name: string) => string,
  use: (name: string) => string,
): string {
  const names = Array.from({ length: AHEAD }, (_, step) => `${step}`);
  return `
  var i = ${begin};
  for (; i + ${AHEAD - 1} < ${end}; i += ${AHEAD}) {
    ${names.map((step) => load(`(i + ${step})`, step)).join('\n    ')}
    ${names.map(use).join('\n    ')}
  }
  for (; i < ${end}; i++) {
    ${load('i', '')}
    ${use('')}
  }`;
}
