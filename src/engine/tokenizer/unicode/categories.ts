import { CodePointSet } from '../patterns/code-point-set';
import { lazy, rows } from './rows';
import { GENERAL_CATEGORIES, OTHER_WORD } from './tables';

/** In the order of the table. */
const NAMES = 'Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co'.split(
  ' ',
);

type Range = readonly [number, number];

const ranges = (table: string): Range[] =>
  rows(table, 2).map(([first = 0, count = 0]) => [first, first + count - 1]);

const CATEGORIES = lazy((): ReadonlyMap<string, CodePointSet> => {
  const found = new Map<string, Range[]>(NAMES.map((name) => [name, []]));
  for (const [first = 0, count = 0, index = 0] of rows(GENERAL_CATEGORIES, 3)) {
    found.get(NAMES[index] ?? '')?.push([first, first + count - 1]);
  }
  return new Map(Array.from(found, ([name, each]) => [name, new CodePointSet(each)]));
});

/** A general category such as "Lu", or a group of them such as "L"; undefined for another name. */
export function generalCategory(name: string): CodePointSet | undefined {
  const sets = Array.from(CATEGORIES()).filter(([each]) => each === name || each[0] === name);
  return sets.length === 0 ? undefined : CodePointSet.union(sets.map(([, set]) => set));
}

const categories = (names: readonly string[]): CodePointSet =>
  CodePointSet.union(names.flatMap((name) => generalCategory(name) ?? []));

/** `\d` of Oniguruma, with which the Rust library reads the expressions of tokenizer.json. */
export const DIGITS = lazy(() => categories(['Nd']));

/** Its `\w`. */
export const WORD = lazy(() =>
  CodePointSet.union([categories(['L', 'M', 'Nd', 'Pc']), new CodePointSet(ranges(OTHER_WORD))]),
);

/** The `\w` of Rust's own expressions: joiners are of it. */
export const RUST_WORD = lazy(() => CodePointSet.union([WORD(), new CodePointSet([[0x200c, 0x200d]])]));

/** `\s` of both: the property White_Space. */
export const WHITE_SPACE = lazy(() =>
  CodePointSet.union([
    categories(['Zs', 'Zl', 'Zp']),
    new CodePointSet([
      [0x09, 0x0d],
      [0x85, 0x85],
    ]),
  ]),
);
