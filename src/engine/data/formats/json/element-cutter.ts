/** An element of a JSON list as it stands in the text; `line` is its first line. */
export interface CutElement {
  readonly line: number;
  readonly text: string;
}

/**
 * Cuts the elements of a JSON list out of text that comes in pieces, without parsing them. A file that holds one
 * object has that object as its only element.
 */
export class ElementCutter {
  private text = '';
  private at = 0;
  private start = -1;
  private startLine = 1;
  private line = 1;
  private depth = 0;
  /** Depth at which elements lie: inside of the list, or the object itself. */
  private level: number | null = null;
  private inString = false;

  push(text: string): CutElement[] {
    this.text += text;
    const found: CutElement[] = [];
    for (; this.at < this.text.length; this.at++) {
      const element = this.step(this.text.charAt(this.at));
      if (element) found.push(element);
    }
    this.forget();
    return found;
  }

  /** What was begun and never ended; null when the text is complete. */
  end(): CutElement | null {
    return this.start < 0 ? null : { line: this.startLine, text: this.text.slice(this.start) };
  }

  private step(char: string): CutElement | null {
    if (char === '\n') this.line++;
    if (this.inString) {
      if (char === '\\') this.at++;
      else if (char === '"') this.inString = false;
      return null;
    }
    const before = this.depth;
    if (char === '"') this.inString = true;
    if (char === '[' || char === '{') {
      this.level ??= char === '[' ? 1 : 0;
      this.depth++;
    }
    if (char === ']' || char === '}') this.depth--;
    if (this.start < 0) this.begin(char, before);
    else if (this.ends(char, before)) return this.take(char);
    return null;
  }

  private begin(char: string, depth: number): void {
    if (depth !== this.level || /[\s,\]]/.test(char)) return;
    this.start = this.at;
    this.startLine = this.line;
  }

  /** Whether an element ends before or with this character. */
  private ends(char: string, before: number): boolean {
    if (before === this.level && (char === ',' || char === ']')) return true;
    return this.depth === this.level && (char === '}' || char === ']');
  }

  private take(char: string): CutElement {
    const closes = (char === '}' || char === ']') && this.depth === this.level;
    const text = this.text.slice(this.start, this.at + (closes ? 1 : 0));
    this.start = -1;
    return { line: this.startLine, text };
  }

  private forget(): void {
    const keep = this.start < 0 ? this.text.length : this.start;
    const skipped = Math.max(0, this.at - this.text.length);
    this.text = this.text.slice(keep);
    this.at = this.text.length + skipped;
    if (this.start >= 0) this.start = 0;
  }
}
