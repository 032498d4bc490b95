import { z } from 'zod';

/** The part of `fetch` that uploads need. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** What the library leaves in a request's options for whoever can tell how far an upload is. */
const hintSchema = z.object({
  progressHint: z.object({
    progressCallback: z.custom<(share: number) => void>((value) => typeof value === 'function'),
    /** Of a file that goes in parts: which one this is, from 0. */
    part: z.number().optional(),
    numParts: z.number().optional(),
  }),
});
type Hint = z.infer<typeof hintSchema>['progressHint'];

const NO_BODY = [204, 205, 304];

/** `send`, telling how far an upload is where the library asks for it: `fetch` cannot, XMLHttpRequest can. */
export function sendWithProgress(send: Send): Send {
  const parts = new Map<Hint['progressCallback'], Map<number, number>>();
  const tell = ({ progressCallback, part, numParts }: Hint, share: number): void => {
    if (part === undefined || numParts === undefined) return progressCallback(share);
    const shares = parts.get(progressCallback) ?? new Map<number, number>();
    parts.set(progressCallback, shares.set(part, share));
    progressCallback([...shares.values()].reduce((sum, each) => sum + each, 0) / numParts);
  };
  return async (url, init) => {
    const hint = hintSchema.safeParse(init);
    if (!hint.success) return send(url, init);
    const { progressHint } = hint.data;
    const response =
      typeof XMLHttpRequest === 'undefined'
        ? await send(url, init)
        : await sendXhr(url, init, (share) => tell(progressHint, share));
    if (response.ok) tell(progressHint, 1);
    return response;
  };
}

function sendXhr(url: string, init: RequestInit, onShare: (share: number) => void): Promise<Response> {
  const { signal, body } = init;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = (): void => request.abort();
    request.open(init.method ?? 'POST', url);
    new Headers(init.headers).forEach((value, name) => request.setRequestHeader(name, value));
    request.upload.addEventListener('progress', ({ lengthComputable, loaded, total }) => {
      // The end is told by the answer.
      if (lengthComputable && loaded < total) onShare(loaded / total);
    });
    request.addEventListener('load', () => resolve(responseOf(request)));
    request.addEventListener('error', () => reject(new TypeError('the connection failed')));
    request.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', cancel));
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted === true) reject(new DOMException('aborted', 'AbortError'));
    else request.send(body instanceof ReadableStream ? null : (body ?? null));
  });
}

function responseOf(request: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const { status, statusText } = request;
  return new Response(NO_BODY.includes(status) ? null : request.responseText, {
    status,
    statusText,
    headers,
  });
}
