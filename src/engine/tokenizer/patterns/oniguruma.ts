import { AppError } from '../../../core/contract/errors';
import { DIGITS, generalCategory, WHITE_SPACE, WORD } from '../unicode/categories';
import { CodePointSet } from './code-point-set';

/**
 * A regular expression of tokenizer.json, in Oniguruma's Ruby syntax, as one of JavaScript: classes are spelt out from
 * the Rust library's tables, because a browser's follow its own Unicode version; possessive quantifiers and atomic
 * groups become look-aheads that are matched again; case-insensitive groups have both cases spelt out. Throws
 * `MODEL_UNSUPPORTED_TOKENIZER` (part, type) for what tokenizers do not use.
 */
export function translateRegex(part: string, source: string): RegExp {
  const translated = new Translation(part, source).all();
  try {
    return new RegExp(translated, 'gu');
  } catch (error) {
    throw unsupported(part, source, error);
  }
}

const unsupported = (part: string, source: string, cause?: unknown): AppError =>
  new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part, type: `the expression ${source}` }, { cause });

const single = (point: number): CodePointSet => new CodePointSet([[point, point]]);

const ESCAPED_CHARACTERS: Readonly<Record<string, number>> = {
  t: 0x09,
  n: 0x0a,
  v: 0x0b,
  f: 0x0c,
  r: 0x0d,
  a: 0x07,
  e: 0x1b,
};
/** ², ³, ¹, ¼, ½, ¾: Oniguruma's `\w` has them, but not in brackets. */
const LATIN_1_NUMBERS = new CodePointSet([
  [0xb2, 0xb3],
  [0xb9, 0xb9],
  [0xbc, 0xbe],
]);
const SHORTHANDS: Readonly<Record<string, () => CodePointSet>> = { s: WHITE_SPACE, w: WORD, d: DIGITS };
/** Characters outside ASCII that are a letter of ASCII when case does not matter. */
const FOLDED: Readonly<Record<string, number>> = { s: 0x17f, k: 0x212a };

const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})/y;
const GROUP = /\((?:\?(?::|=|!|<=|<!|>|i:))?/y;

class Translation {
  private readonly part: string;
  private readonly source: string;
  private at = 0;
  private atoms = 0;

  constructor(part: string, source: string) {
    this.part = part;
    this.source = source;
  }

  all(): string {
    const translated = this.alternatives(false);
    if (this.at < this.source.length) throw this.refuse();
    return translated;
  }

  private refuse(): AppError {
    return unsupported(this.part, this.source);
  }

  private take(expression: RegExp): string | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.source)?.[0];
    if (found === undefined) return null;
    this.at += found.length;
    return found;
  }

  private takePoint(): number {
    const point = this.source.codePointAt(this.at);
    if (point === undefined) throw this.refuse();
    this.at += point > 0xffff ? 2 : 1;
    return point;
  }

  private alternatives(ignoresCase: boolean): string {
    let translated = '';
    while (this.at < this.source.length && this.source[this.at] !== ')') {
      if (this.source[this.at] === '|') {
        this.at++;
        translated += '|';
      } else {
        translated += this.quantified(ignoresCase);
      }
    }
    return translated;
  }

  private quantified(ignoresCase: boolean): string {
    let atom = this.atom(ignoresCase);
    for (let first = true; ; first = false) {
      const quantifier = this.take(QUANTIFIER);
      if (quantifier === null) return atom;
      if (!first) atom = `(?:${atom})`;
      const isInterval = quantifier.startsWith('{');
      atom += quantifier.replace('{,', '{0,');
      if (this.source[this.at] === '?') {
        // Ruby reads {n}? as "{n} or nothing".
        if (/^\{\d+\}$/.test(quantifier)) throw this.refuse();
        this.at++;
        atom += '?';
      } else if (this.source[this.at] === '+' && !isInterval) {
        this.at++;
        atom = this.atomic(atom);
      }
    }
  }

  /** Matched once and never given back: a look-ahead does not backtrack. */
  private atomic(translated: string): string {
    const name = `atom${this.atoms++}`;
    return `(?=(?<${name}>${translated}))\\k<${name}>`;
  }

  private atom(ignoresCase: boolean): string {
    const group = this.take(GROUP);
    if (group !== null) return this.group(group, ignoresCase);
    const character = this.source[this.at] ?? '';
    if (character === '[') {
      if (ignoresCase) throw this.refuse();
      return this.characterClass().toClass();
    }
    if (character === '.') {
      this.at++;
      return single(0x0a).complement().toClass();
    }
    if (character === '^' || character === '$') {
      this.at++;
      // Ruby's anchors are those of lines.
      return character === '^' ? '(?<![^\\n])' : '(?![^\\n])';
    }
    if ('*+?{'.includes(character)) throw this.refuse();
    const set = character === '\\' ? this.escapedOutside() : single(this.takePoint());
    return (ignoresCase ? this.bothCases(set) : set).toClass();
  }

  private group(opening: string, ignoresCase: boolean): string {
    // (?#…), (?<name>…), (?x) and the like come here as "(" with a "?" behind.
    if (opening === '(' && this.source[this.at] === '?') throw this.refuse();
    const content = this.alternatives(ignoresCase || opening === '(?i:');
    if (this.source[this.at++] !== ')') throw this.refuse();
    if (opening === '(?>') return this.atomic(content);
    const isLook = opening === '(?=' || opening === '(?!' || opening === '(?<=' || opening === '(?<!';
    return `${isLook ? opening : '(?:'}${content})`;
  }

  private bothCases(set: CodePointSet): CodePointSet {
    const point = set.ranges[0]?.[0] ?? 0;
    const character = String.fromCodePoint(point);
    const isLetter = /^[a-z]$/i.test(character);
    if (set.ranges[0]?.[1] !== point || set.ranges.length > 1 || (point > 0x7f && !isLetter))
      throw this.refuse();
    if (!isLetter) return set;
    const lower = character.toLowerCase();
    const folded = FOLDED[lower];
    const cases = [single(lower.charCodeAt(0)), single(lower.toUpperCase().charCodeAt(0))];
    return CodePointSet.union(folded === undefined ? cases : [...cases, single(folded)]);
  }

  /** What follows a backslash, in a class and outside. */
  private escaped(): CodePointSet {
    this.at++;
    const point = this.takePoint();
    const character = String.fromCodePoint(point);
    const shorthand = SHORTHANDS[character.toLowerCase()];
    if (shorthand) return character === character.toLowerCase() ? shorthand() : shorthand().complement();
    if (character === 'p' || character === 'P') return this.property(character === 'P');
    if (character === 'x' || character === 'u') return single(this.hexadecimal(character));
    const control = ESCAPED_CHARACTERS[character];
    if (control !== undefined) return single(control);
    if (/[a-z0-9]/i.test(character)) throw this.refuse();
    return single(point);
  }

  private escapedOutside(): CodePointSet {
    const next = this.source[this.at + 1];
    const set = this.escaped();
    if (next === 'w') return CodePointSet.union([set, LATIN_1_NUMBERS]);
    return next === 'W' ? CodePointSet.union([set.complement(), LATIN_1_NUMBERS]).complement() : set;
  }

  private property(isNegated: boolean): CodePointSet {
    const name = this.take(/\{\^?\w+\}/y)?.slice(1, -1);
    const set = name === undefined ? undefined : generalCategory(name.replace('^', ''));
    if (!set) throw this.refuse();
    return isNegated !== name?.startsWith('^') ? set.complement() : set;
  }

  private hexadecimal(kind: 'x' | 'u'): number {
    const digits = this.take(kind === 'x' ? /\{[0-9a-f]{1,6}\}|[0-9a-f]{2}/iy : /[0-9a-f]{4}/iy);
    if (digits === null) throw this.refuse();
    return Number.parseInt(digits.replace(/[{}]/g, ''), 16);
  }

  private characterClass(): CodePointSet {
    this.at++;
    const isNegated = this.source[this.at] === '^';
    if (isNegated) this.at++;
    const sets: CodePointSet[] = [];
    while (this.source[this.at] !== ']' || sets.length === 0) {
      if (this.source.startsWith('&&', this.at) || this.source.startsWith('[:', this.at)) throw this.refuse();
      sets.push(this.source[this.at] === '[' ? this.characterClass() : this.classMember());
    }
    this.at++;
    const union = CodePointSet.union(sets);
    return isNegated ? union.complement() : union;
  }

  private classMember(): CodePointSet {
    const first = this.source[this.at] === '\\' ? this.escaped() : single(this.takePoint());
    const begin = first.ranges[0]?.[0] ?? 0;
    const isSingle = first.ranges.length === 1 && first.ranges[0]?.[1] === begin;
    const isRange = this.source[this.at] === '-' && this.source[this.at + 1] !== ']';
    if (!isSingle || !isRange) return first;
    this.at++;
    const last = this.source[this.at] === '\\' ? this.escaped() : single(this.takePoint());
    const end = last.ranges[0]?.[0] ?? 0;
    if (last.ranges.length > 1 || last.ranges[0]?.[1] !== end || end < begin) throw this.refuse();
    return new CodePointSet([[begin, end]]);
  }
}
