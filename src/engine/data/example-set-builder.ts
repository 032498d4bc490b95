import type { PreparedSplit } from '../../core/contract/dataset';
import type { Encoding } from '../tokenizer/encoding';
import type { ExampleSet } from './example-set';
import { GrowingInts } from './growing-ints';

const LISTED_CUTS = 100;

/** Where an example comes from and what is to be learnt of it. */
export interface ExampleSource {
  /** One label a text in classification, one a token in NER, any number where several apply. */
  readonly labels: ArrayLike<number>;
  /** Index of the file in the dataset. */
  readonly file: number;
  /** Data record number in its file, from 1. */
  readonly row: number;
  /** The word of each token, where texts are cut into words. */
  readonly wordIds?: ArrayLike<number>;
}

/** Gathers tokenized examples of one split. */
export class ExampleSetBuilder {
  private readonly ids = new GrowingInts();
  private readonly typeIds = new GrowingInts();
  private readonly starts = new GrowingInts();
  private readonly labels = new GrowingInts();
  private readonly labelStarts = new GrowingInts();
  private readonly wordIds = new GrowingInts();
  private readonly files = new GrowingInts();
  private readonly rows = new GrowingInts();
  /** Texts that were cut. */
  truncated = 0;
  /** The first of the sentences that lost words. */
  readonly cut: PreparedSplit['cut'] = [];
  /** Examples by their number of tokens, 0 to `maxLength`. */
  readonly lengthCounts: number[];

  constructor(maxLength: number) {
    this.lengthCounts = new Array<number>(maxLength + 1).fill(0);
    this.starts.push(0);
    this.labelStarts.push(0);
  }

  get length(): number {
    return this.rows.length;
  }

  get tokens(): number {
    return this.ids.length;
  }

  add(encoding: Encoding, source: ExampleSource): void {
    this.ids.pushAll(encoding.ids);
    this.typeIds.pushAll(encoding.typeIds);
    this.starts.push(this.ids.length);
    this.labels.pushAll(source.labels);
    this.labelStarts.push(this.labels.length);
    if (source.wordIds) this.wordIds.pushAll(source.wordIds);
    this.files.push(source.file);
    this.rows.push(source.row);
    const length = encoding.ids.length;
    this.lengthCounts[length] = (this.lengthCounts[length] ?? 0) + 1;
    if (encoding.truncated) this.truncated++;
  }

  /** Remembers which sentence lost words. */
  noteCut(sentence: PreparedSplit['cut'][number]): void {
    if (this.cut.length < LISTED_CUTS) this.cut.push(sentence);
  }

  build(): ExampleSet {
    return {
      length: this.length,
      inputIds: this.ids.toArray(),
      typeIds: Uint8Array.from(this.typeIds.toArray()),
      starts: Uint32Array.from(this.starts.toArray()),
      labels: this.labels.toArray(),
      labelStarts: Uint32Array.from(this.labelStarts.toArray()),
      wordIds: this.wordIds.toArray(),
      files: Uint32Array.from(this.files.toArray()),
      rows: Uint32Array.from(this.rows.toArray()),
    };
  }
}
