import { listFiles, modelInfo } from '@huggingface/hub';
import { z } from 'zod';
import { AppError } from '../core/contract/errors';
import { isRepoId } from '../core/repo-id';
import { checkedFetch, type HubRequest, isToken, networkError } from './hub-response';

export interface HubFile {
  /** Path inside the repository. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** The files of a model repository at one commit. */
export interface HubSnapshot {
  readonly repo: string;
  /** The commit's hash, whatever branch or tag was asked for. */
  readonly commit: string;
  readonly files: readonly HubFile[];
}

export interface HubOptions {
  readonly hubUrl?: string;
  readonly fetch?: typeof fetch;
}

/** Where the Hub is. */
export const DEFAULT_HUB_URL = 'https://huggingface.co';

const commitSchema = z.object({ sha: z.string().min(1) });
const fileSchema = z.object({ type: z.string(), path: z.string(), size: z.number().nonnegative() });

/** Models on the Hugging Face Hub. Nothing is sent anywhere before a method is called. */
export class HubClient {
  private readonly hubUrl: string;
  private readonly fetcher: typeof fetch;

  constructor(options: HubOptions = {}) {
    this.hubUrl = options.hubUrl ?? DEFAULT_HUB_URL;
    this.fetcher = options.fetch ?? ((input, init) => fetch(input, init));
  }

  /**
   * The commit that a branch, tag or hash stands for, and its files.
   * Throws `HUB_OFFLINE`, `HUB_NOT_FOUND`, `HUB_GATED`, `HUB_BAD_TOKEN`, `HUB_RATE_LIMIT`, `HUB_FAILED`,
   * `WORKER_CANCELLED`.
   */
  async snapshot(request: HubRequest): Promise<HubSnapshot> {
    const { repo, revision, token } = request;
    if (!isRepoId(repo)) throw new AppError('HUB_NOT_FOUND', { repo, revision });
    if (token !== null && !isToken(token)) throw new AppError('HUB_BAD_TOKEN', { repo });
    const common = {
      hubUrl: this.hubUrl,
      fetch: checkedFetch(this.fetcher, request),
      ...(token === null ? {} : { accessToken: token }),
    };
    try {
      const info = await modelInfo({ ...common, name: repo, revision, additionalFields: ['sha'] });
      const { sha: commit } = commitSchema.parse(info);
      const files: HubFile[] = [];
      for await (const entry of listFiles({ ...common, repo, revision: commit })) {
        const { type, path, size } = fileSchema.parse(entry);
        if (type === 'file') files.push({ path, sizeBytes: size });
      }
      return { repo, commit, files };
    } catch (thrown) {
      if (thrown instanceof z.ZodError || thrown instanceof SyntaxError) {
        throw new AppError(
          'HUB_FAILED',
          { repo, reason: 'the answer was not understood' },
          { cause: thrown },
        );
      }
      throw networkError(thrown, request);
    }
  }

  /**
   * The bytes of a file, as they come. Throws as `snapshot` does, also while it is read, and `HUB_FAILED` when the
   * file ends before its announced size.
   */
  async *download(snapshot: HubSnapshot, file: HubFile, request: HubRequest): AsyncGenerator<Uint8Array> {
    const { repo, commit } = snapshot;
    const path = file.path.split('/').map(encodeURIComponent).join('/');
    const response = await checkedFetch(this.fetcher, request)(
      `${this.hubUrl}/${repo}/resolve/${commit}/${path}`,
      {
        headers: request.token === null ? {} : { Authorization: `Bearer ${request.token}` },
      },
    );
    let size = 0;
    for await (const chunk of bodyOf(response, request)) {
      size += chunk.byteLength;
      yield chunk;
    }
    if (size !== file.sizeBytes) {
      throw new AppError('HUB_FAILED', {
        repo,
        reason: `${file.path} has ${size} of ${file.sizeBytes} bytes`,
      });
    }
  }
}

async function* bodyOf(response: Response, request: HubRequest): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  let ended = false;
  try {
    while (!ended) {
      const { done, value } = await reader.read();
      ended = done;
      if (!done) yield value;
    }
  } catch (thrown) {
    ended = true;
    throw networkError(thrown, request);
  } finally {
    // The consumer may stop early: the connection must not stay open.
    if (!ended) await reader.cancel();
  }
}
