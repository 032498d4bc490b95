/**
 * Every error a person can meet carries one of these codes. `core/contract/error-messages.ts` says for each
 * what the person reads and what to do next; the worker boundary carries `{ code, details }` and nothing else.
 */
export const ERROR_CODES = [
  // reading and checking data
  'DATA_EMPTY_FILE',
  'DATA_UNREADABLE',
  'DATA_BINARY_FILE',
  'DATA_NO_ROWS',
  'DATA_NO_TEXT_COLUMN',
  'DATA_NO_LABEL_COLUMN',
  'DATA_ONE_LABEL',
  'DATA_NO_USABLE_ROWS',
  'DATA_COLUMN_MISSING',
  'DATA_CHANGED',
  'DATA_SAMPLE_UNREACHABLE',
  // models and tokenizers
  'MODEL_NOT_FOUND',
  'MODEL_NO_CONFIG',
  'MODEL_NO_WEIGHTS',
  'MODEL_NO_TOKENIZER',
  'MODEL_BAD_CONFIG',
  'MODEL_UNSUPPORTED_ARCHITECTURE',
  'MODEL_UNSUPPORTED_TOKENIZER',
  'MODEL_UNSUPPORTED_ACTIVATION',
  'MODEL_PICKLE_ONLY',
  'MODEL_SAFETENSORS_TRUNCATED',
  'MODEL_SAFETENSORS_INVALID',
  'MODEL_TENSORS_MISSING',
  'MODEL_TENSOR_SHAPE',
  'MODEL_VOCABULARY_MISMATCH',
  'MODEL_BAD_ZIP',
  'MODEL_UNREADABLE',
  // the Hugging Face Hub
  'HUB_OFFLINE',
  'HUB_NOT_FOUND',
  'HUB_GATED',
  'HUB_BAD_TOKEN',
  'HUB_FAILED',
  'HUB_NO_REPO',
  'HUB_REPO_EXISTS',
  'HUB_VISIBILITY',
  'HUB_FILES_CHANGED',
  'HUB_NO_WRITE',
  'HUB_RATE_LIMIT',
  'HUB_FOREIGN_HOST',
  'HUB_PUSH_INTERRUPTED',
  // devices
  'GPU_UNAVAILABLE',
  'GPU_LOST',
  'GPU_OUT_OF_MEMORY',
  'GPU_VALIDATION',
  'WASM_UNAVAILABLE',
  // runs
  'RUN_NOT_OPEN',
  'RUN_BUSY',
  'RUN_BAD_RECIPE',
  'RUN_BAD_TRANSITION',
  'RUN_NO_CHECKPOINT',
  'RUN_MODEL_GONE',
  'RUN_BASE_GONE',
  'RUN_BASE_REPLACED',
  'RUN_CHECKPOINT_DAMAGED',
  'RUN_DIVERGED',
  'RUN_NOT_FINISHED',
  // export
  'EXPORT_FAILED',
  'EXPORT_BEYOND_HALF',
  'EXPORT_MISSING',
  'EXPORT_STALE',
  'EXPORT_UNOPENABLE',
  'EXPORT_TOKENIZER_UNREADABLE',
  // storage in the browser
  'STORAGE_UNAVAILABLE',
  'STORAGE_FULL',
  'STORAGE_NOT_FOUND',
  'STORAGE_DAMAGED',
  'STORAGE_FAILED',
  // the workers themselves
  'WORKER_CRASHED',
  'WORKER_SILENT',
  'WORKER_CANCELLED',
  'WORKER_UNEXPECTED',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts that the message of a code fills in (`{file}`, `{line}` …) and that a bug report needs. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[] | null>>;

/** The wire form of an error: what survives structured cloning between realms. */
export interface Failure {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** The one error class of the project: a code, the facts, and the lower-level cause where there is one. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(details)}`, options);
  }

  get failure(): Failure {
    return { code: this.code, details: this.details };
  }
}

/**
 * Turns whatever was thrown into an `AppError`; an unknown error becomes `fallback` and keeps its own text in
 * `details.reason`, so that nothing is swallowed.
 */
export function toAppError(thrown: unknown, fallback: ErrorCode = 'WORKER_UNEXPECTED'): AppError {
  if (thrown instanceof AppError) return thrown;
  const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new AppError(fallback, { reason }, { cause: thrown });
}
