import type { Prediction } from '../../core/contract/predictions';
import type { RowReference } from '../../core/contract/run';
import type { Remote } from '../remote';

interface CaseWord {
  readonly text: string;
  readonly tag: string;
  readonly tokens: readonly string[];
}

/** A row of the data that an evaluation scored, as it can be read. */
export interface CaseRow extends RowReference {
  readonly fileName: string;
  /** Words of token classification are set apart by single spaces. */
  readonly text: string;
  /** The second text of a pair, or null. */
  readonly textPair: string | null;
  /** Words with their true IOB2 tags and the tokens that the model reads; null where the text has one label. */
  readonly words: readonly CaseWord[] | null;
}

/** The rows behind one figure, a page at a time. */
export interface CasesSlice {
  readonly rows: Remote<readonly CaseRow[]>;
  /** What the best weights say about each of `rows` now; "idle" where they cannot be asked (pairs of texts). */
  readonly answers: Remote<readonly Prediction[]>;

  /** Reads rows of the run's dataset. What goes wrong is kept in `rows`. */
  read(runId: string, references: readonly RowReference[]): Promise<void>;
  /** Reads rows of the run's dataset, then asks the run about them. What goes wrong is kept in `rows` and `answers`. */
  open(runId: string, references: readonly RowReference[]): Promise<void>;
  close(): void;
}
