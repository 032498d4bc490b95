import type { ErrorCode, Failure } from '../../core/contract/errors';

/** A failure that belongs to no field, file or run on the screen. */
export interface Notice {
  readonly id: string;
  readonly failure: Failure;
  readonly at: number;
}

export interface NoticesSlice {
  /** Oldest first. */
  readonly items: readonly Notice[];

  /** Shows whatever was thrown; a cancelled operation is no failure and shows nothing. */
  report(thrown: unknown): void;
  dismiss(id: string): void;
  /** Takes back what was said of an error that is now shown where it belongs. */
  withdraw(code: ErrorCode): void;
}
