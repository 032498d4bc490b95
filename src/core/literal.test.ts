import { describe, expect, it } from 'vitest';
import { parseLiteral } from './literal';

describe('parseLiteral', () => {
  it.each([
    ['["a", "b"]', ['a', 'b']],
    ["['a', 'b']", ['a', 'b']],
    // numpy: no commas, line ends within.
    ["['a' 'b'\n 'c']", ['a', 'b', 'c']],
    ['[0 1 2]', [0, 1, 2]],
    ['[ 0  1. -2.5e3 ]', [0, 1, -2500]],
    ["array(['a', 'b'], dtype=object)", ['a', 'b']],
    ["array(['a'], dtype='<U1')", ['a']],
    ['np.array([1, 2])', [1, 2]],
    ["('a', 'b',)", ['a', 'b']],
    ['[]', []],
    ["[None, True, 'x']", [null, true, 'x']],
    // Python changes its quotes where the text has one.
    [`["it's", 'say "so"']`, ["it's", 'say "so"']],
    [
      String.raw`['it\'s', 'a\\b', '\u00e4', '\x41', '\U0001f600', 'a\nb']`,
      ["it's", 'a\\b', 'ä', 'A', '😀', 'a\nb'],
    ],
    ["['', ' ', ',', ']']", ['', ' ', ',', ']']],
    ["[['a'], ['b']]", [['a'], ['b']]],
  ])('%s', (text, value) => {
    expect(parseLiteral(text)).toEqual(value);
  });

  it('reads dictionaries with keys of any kind', () => {
    expect(parseLiteral("{0: 'O', 1: 'B-PER'}")).toEqual(
      new Map([
        [0, 'O'],
        [1, 'B-PER'],
      ]),
    );
    expect(parseLiteral('{"O": 0, "x": {"y": [1]}}')).toEqual(
      new Map<string, unknown>([
        ['O', 0],
        ['x', new Map([['y', [1]]])],
      ]),
    );
  });

  it.each([
    ["['a' 'b' ... 'z']"],
    ['[0 1 2 ... 7 8 9]'],
    ['[1, 2'],
    ["['a"],
    ['[a, b]'],
    ['[1] x'],
    ['{1, 2}'],
    [''],
    ["['\\U00ffffff']"],
    ['['.repeat(100_000)],
    ['{'.repeat(100_000)],
  ])('refuses %.20s', (text) => {
    expect(parseLiteral(text)).toBeUndefined();
  });
});
