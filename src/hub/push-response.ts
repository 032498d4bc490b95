import { AppError } from '../core/contract/errors';
import { networkError, rateLimit } from './hub-response';
import { type Send, sendWithProgress } from './send';

export interface PushContext {
  readonly repo: string;
  readonly hubUrl: string;
  readonly signal: AbortSignal;
  /** Told the bytes of each body that arrived. */
  readonly onSent?: (bytes: number) => void;
}

/** What the page's content security policy lets through, besides the hub at hand. */
const HUB_HOST = /(^|\.)(huggingface\.co|hf\.co)$/;
/** Where repositories are made. */
const CREATE = '/api/repos/create';
const LONGEST_REASON = 300;

/** The server's own words about a refusal, cut to a sentence or two; null where it has none. */
async function reasonOf(response: Response): Promise<string | null> {
  const text = await response.text().catch(() => '');
  let said: unknown = text;
  if (response.headers.get('Content-Type')?.startsWith('application/json') === true) {
    try {
      said = Reflect.get(Object(JSON.parse(text)), 'error');
    } catch {
      said = text;
    }
  }
  return typeof said === 'string' && said.trim() !== '' ? said.trim().slice(0, LONGEST_REASON) : null;
}

async function refusal(url: URL, response: Response, { repo, hubUrl }: PushContext): Promise<AppError> {
  const { status } = response;
  if (status === 429) return rateLimit(repo, response);
  const reason = await reasonOf(response);
  // Storage has statuses of its own: there a 403 is an address that has expired, not a token without rights.
  if (url.origin !== new URL(hubUrl).origin) return new AppError('HUB_FAILED', { repo, status, reason });
  switch (status) {
    case 401:
      return new AppError('HUB_BAD_TOKEN', { repo, right: 'write' });
    case 403:
      return new AppError('HUB_NO_WRITE', { repo, reason });
    case 404:
      return new AppError('HUB_NO_REPO', { repo });
    case 409:
      if (url.pathname === CREATE) return new AppError('HUB_REPO_EXISTS', { repo });
  }
  return new AppError('HUB_FAILED', { repo, status, reason });
}

/** Whether a failed answer means nothing more than "no": asking storage which chunks it has. */
const isQuestion = ({ pathname }: URL): boolean => pathname.includes('/v1/chunks/');

/**
 * The fetch that a push hands to the library: cancelled by the context's signal whatever the library passes on (all but
 * the commit), to hosts of the Hub alone, and throwing `HUB_*` where the answer is not good.
 */
export function pushFetch(fetcher: Send, context: PushContext): typeof fetch {
  const send = sendWithProgress(fetcher);
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    try {
      return await exchange(send, url, init, context);
    } catch (thrown) {
      // The library loses an error that comes before all progress told earlier has been taken: after a turn it has.
      await new Promise((resolve) => setTimeout(resolve));
      throw thrown;
    }
  };
}

/**
 * What makes the push be there. Given up on its way, it may have been accepted all the same; so it is not given up, and
 * its answer tells what has come of the push.
 */
const isCommit = ({ pathname }: URL): boolean =>
  /^\/api\/(models|datasets)\/[^/]+\/[^/]+\/commit\//.test(pathname);

async function exchange(send: Send, url: URL, init: RequestInit, context: PushContext): Promise<Response> {
  const { repo, hubUrl, signal, onSent } = context;
  const { hostname: host } = url;
  if (url.origin !== new URL(hubUrl).origin && !HUB_HOST.test(host)) {
    throw new AppError('HUB_FOREIGN_HOST', { repo, host });
  }
  if (signal.aborted) throw new AppError('WORKER_CANCELLED');
  const signals = [signal, init.signal].filter((each) => each instanceof AbortSignal);
  const live = isCommit(url) ? new AbortController().signal : AbortSignal.any(signals);
  let response: Response;
  try {
    response = await send(url.href, { ...init, signal: live });
  } catch (thrown) {
    throw networkError(thrown, isCommit(url) ? { repo, signal: live } : context);
  }
  if (!response.ok && !isQuestion(url)) throw await refusal(url, response, context);
  onSent?.(bodyBytes(init.body));
  return response;
}

function bodyBytes(body: BodyInit | null | undefined): number {
  if (typeof body === 'string') return body.length;
  if (body instanceof Blob) return body.size;
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body) ? body.byteLength : 0;
}
