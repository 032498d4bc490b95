import type { TableRow } from '../../core/contract/dataset';
import { type ExampleMaker, type ExampleTarget, newBuilders } from './example-maker';
import type { ExampleSetBuilder } from './example-set-builder';
import type { LabelledText, UsableRows } from './usable-rows';

/** Tokenizes texts, or pairs of them, with the class of each. */
export class TextExamples implements ExampleMaker {
  readonly builders: readonly ExampleSetBuilder[];

  constructor(
    private readonly rows: UsableRows<LabelledText>,
    private readonly target: ExampleTarget,
  ) {
    this.builders = newBuilders(target.maxLength);
  }

  add(fileIndex: number, tableRow: TableRow): void {
    const { tokenizer, maxLength } = this.target;
    for (const { split, text, pair, label, file, row } of this.rows.add(fileIndex, tableRow)) {
      const encoding = tokenizer.encode(text, { maxLength, ...(pair !== undefined && { pair }) });
      this.builders[split]?.add(encoding, { labels: [label], file, row });
    }
  }

  endFile(): void {
    // A row is an example: nothing is left over.
  }
}
