import { AppError, type Failure, toAppError } from './errors';

/** What a worker method returns: custom fields of an `Error` do not survive Comlink, so failures travel as data. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

/** Runs `work` and packs its value, or the failure it ended with. */
export async function toResult<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, failure: toAppError(thrown).failure };
  }
}

/** Unpacks a result on the calling side; throws the `AppError` it carries. */
export function fromResult<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new AppError(result.failure.code, result.failure.details);
}
