/** What a literal holds: a list, a dictionary, a text, a number, true, false or nothing. */
export type Literal = string | number | boolean | null | readonly Literal[] | ReadonlyMap<Literal, Literal>;

const NAMED: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['None', null],
  ['null', null],
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['nan', null],
]);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['0', '\0'],
]);
const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['[', ']'],
  ['(', ')'],
]);
/** Deeper than Python itself reads; a text that only begins like a list must not end the stack. */
const MAX_DEPTH = 200;
/** numpy wraps what it prints. */
const CALL = /^(?:np\.|numpy\.)?array\(/;

/**
 * Reads what JSON, Python's repr or numpy's str wrote: lists with or without commas, tuples, dictionaries with keys
 * of any kind, texts in single or double quotes. Undefined for anything else, a list that numpy cut short included.
 */
export function parseLiteral(text: string): Literal | undefined {
  const reader = new LiteralReader(text);
  try {
    return reader.read();
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

class LiteralReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  read(): Literal {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw new SyntaxError();
    return value;
  }

  private value(): Literal {
    if (++this.depth > MAX_DEPTH) throw new SyntaxError();
    const value = this.part();
    this.depth--;
    return value;
  }

  private part(): Literal {
    this.space();
    const call = CALL.exec(this.text.slice(this.at, this.at + 16));
    if (call) return this.array(call[0].length);
    const char = this.text[this.at] ?? '';
    const closer = CLOSERS.get(char);
    if (closer !== undefined) return this.list(closer);
    if (char === '{') return this.dictionary();
    if (char === '"' || char === "'") return this.string(char);
    return this.word();
  }

  /** `array([…], dtype=object)`. */
  private array(prefix: number): Literal {
    this.at += prefix;
    const value = this.value();
    const end = /^\s*(?:,\s*dtype=[\w.'<>|]+\s*)?\)/.exec(this.text.slice(this.at));
    if (!end) throw new SyntaxError();
    this.at += end[0].length;
    return value;
  }

  private list(closer: string): Literal[] {
    const items: Literal[] = [];
    this.at++;
    for (;;) {
      this.space();
      if (this.take(closer)) return items;
      items.push(this.value());
      this.space();
      this.take(',');
    }
  }

  private dictionary(): Map<Literal, Literal> {
    const entries = new Map<Literal, Literal>();
    this.at++;
    for (;;) {
      this.space();
      if (this.take('}')) return entries;
      const key = this.value();
      this.space();
      if (!this.take(':')) throw new SyntaxError();
      entries.set(key, this.value());
      this.space();
      this.take(',');
    }
  }

  private string(quote: string): string {
    let value = '';
    for (this.at++; this.at < this.text.length; this.at++) {
      const char = this.text[this.at] ?? '';
      if (char === quote) {
        this.at++;
        return value;
      }
      value += char === '\\' ? this.escape() : char;
    }
    throw new SyntaxError();
  }

  private escape(): string {
    const char = this.text[++this.at] ?? '';
    const digits = { x: 2, u: 4, U: 8 }[char];
    if (digits === undefined) return ESCAPES.get(char) ?? char;
    const code = Number.parseInt(this.text.slice(this.at + 1, this.at + 1 + digits), 16);
    if (!(code <= 0x10ffff)) throw new SyntaxError();
    this.at += digits;
    return digits === 4 ? String.fromCharCode(code) : String.fromCodePoint(code);
  }

  private word(): Literal {
    const word = /^[^\s,:[\](){}'"]+/.exec(this.text.slice(this.at, this.at + 64))?.[0];
    if (word === undefined) throw new SyntaxError();
    this.at += word.length;
    const named = NAMED.get(word);
    if (named !== undefined) return named;
    // numpy writes whole floats as "1."
    const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : Number.NaN;
    if (Number.isNaN(number)) throw new SyntaxError();
    return number;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private take(char: string): boolean {
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }
}
