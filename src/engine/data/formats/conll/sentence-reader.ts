import type { OptionsOf, ParseNotice } from '../../../../core/contract/dataset';
import { readLine } from './sentence-lines';

/** A sentence: what each column holds, word by word. */
export interface ReadSentence {
  readonly line: number;
  readonly columns: readonly (readonly string[])[];
  /** The first thing wrong with its lines. */
  readonly problem: ParseNotice['kind'] | null;
}

/** Gathers lines into sentences. */
export class SentenceReader {
  private readonly done: ReadSentence[] = [];
  private columns: string[][];
  private line = 0;
  private problem: ParseNotice['kind'] | null = null;
  private headerSeen: boolean;

  constructor(
    private readonly options: OptionsOf<'conll'>,
    private readonly width: number,
  ) {
    this.columns = this.emptyColumns();
    this.headerSeen = !options.hasHeader;
  }

  push(text: string, line: number): void {
    if (this.options.delimiter === '|') {
      for (const piece of text.split(/\s+/)) if (piece !== '') this.add(piece.split('|'), line);
      this.end();
      return;
    }
    const { delimiter } = this.options;
    const read = readLine(text, { delimiter, width: this.width, atStart: this.columns[0]?.length === 0 });
    if (read.kind === 'break') this.end();
    if (read.kind === 'word' && this.headerSeen) this.add(read.cells, line);
    if (read.kind === 'word') this.headerSeen = true;
  }

  /** Ends the sentence that is being read. */
  end(): void {
    if (this.columns[0]?.length === 0) return;
    this.done.push({ line: this.line, columns: this.columns, problem: this.problem });
    this.columns = this.emptyColumns();
    this.problem = null;
  }

  /** The sentences that are complete. */
  take(): ReadSentence[] {
    return this.done.splice(0);
  }

  private add(cells: readonly string[], line: number): void {
    if (this.columns[0]?.length === 0) this.line = line;
    if (cells.length < this.width) this.problem ??= 'too-few-cells';
    if (cells.length > this.width) this.problem ??= 'too-many-cells';
    for (const [i, column] of this.columns.entries()) column.push(cells[i] ?? '');
    if (this.options.encoding !== 'windows-1252' && cells.some((cell) => cell.includes('\ufffd'))) {
      this.problem ??= 'undecodable-bytes';
    }
  }

  private emptyColumns(): string[][] {
    return Array.from({ length: this.width }, () => []);
  }
}
