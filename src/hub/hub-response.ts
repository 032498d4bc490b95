import { AppError } from '../core/contract/errors';

/** What is asked of the Hub, as far as an error message needs it. */
export interface HubRequest {
  readonly repo: string;
  readonly revision: string;
  /** Access token, needed for private and gated models. */
  readonly token: string | null;
  readonly signal: AbortSignal;
}

/** What a request can carry: a token that it cannot fails in the browser, which looks like a broken connection. */
export const isToken = (text: string): boolean => /^hf_[!-~]+$/.test(text);

/** Seconds to wait, from `Retry-After` or the Hub's `RateLimit: "api";r=0;t=55`; null where it does not say. */
function waitSeconds(headers: Headers): number | null {
  const after = headers.get('Retry-After') ?? /;\s*t=(\d+)/.exec(headers.get('RateLimit') ?? '')?.[1];
  const seconds = Number(after ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}

/** The answer of status 429 as ours. */
export function rateLimit(repo: string, { headers }: Response): AppError {
  return new AppError('HUB_RATE_LIMIT', { repo, seconds: waitSeconds(headers) });
}

/** The Hub's own error codes, in the header `X-Error-Code`. */
function refusal(response: Response, request: HubRequest): AppError {
  const { repo, revision, token } = request;
  const code = response.headers.get('X-Error-Code');
  if (code === 'RepoNotFound' || code === 'RevisionNotFound' || response.status === 404) {
    return new AppError('HUB_NOT_FOUND', { repo, revision });
  }
  if (response.status === 401 && token !== null) return new AppError('HUB_BAD_TOKEN', { repo });
  if (response.status === 401 || (response.status === 403 && (code === 'GatedRepo' || token === null))) {
    return new AppError('HUB_GATED', { repo });
  }
  if (response.status === 403) return new AppError('HUB_BAD_TOKEN', { repo });
  if (response.status === 429) return rateLimit(repo, response);
  return new AppError('HUB_FAILED', { repo, status: response.status });
}

/** An error of the network as ours; an aborted request is a cancelled operation. */
export function networkError(thrown: unknown, request: Pick<HubRequest, 'repo' | 'signal'>): AppError {
  if (thrown instanceof AppError) return thrown;
  if (request.signal.aborted) return new AppError('WORKER_CANCELLED', {}, { cause: thrown });
  return new AppError('HUB_OFFLINE', { repo: request.repo, reason: String(thrown) }, { cause: thrown });
}

/**
 * A fetch for one request: cancelled by its signal, and throwing `HUB_OFFLINE`, `HUB_NOT_FOUND`, `HUB_GATED`,
 * `HUB_BAD_TOKEN`, `HUB_RATE_LIMIT`, `HUB_FAILED` or `WORKER_CANCELLED` where the response is not good.
 */
export function checkedFetch(fetcher: typeof fetch, request: HubRequest): typeof fetch {
  return async (input, init) => {
    let response: Response;
    try {
      response = await fetcher(input, { ...init, signal: request.signal });
    } catch (thrown) {
      throw networkError(thrown, request);
    }
    if (!response.ok) throw refusal(response, request);
    return response;
  };
}
