import {
  commitIter,
  type CommitOutput,
  createRepo,
  datasetInfo,
  listFiles,
  modelInfo,
  whoAmI,
} from '@huggingface/hub';
import { z } from 'zod';
import { AppError } from '../core/contract/errors';
import type { OperationEvent } from '../core/contract/events';
import type { HubAccount, PushReport, PushTarget, RepoState, RepoType } from '../core/contract/hub';
import { DEFAULT_HUB_URL, type HubOptions } from './hub-client';
import { isToken, networkError } from './hub-response';
import { PushMeter } from './push-meter';
import { type PushContext, pushFetch } from './push-response';

/** A file to send; its content is read when its turn comes, piece by piece. */
export interface PushContent {
  readonly path: string;
  readonly content: Blob;
}

export interface Push {
  readonly target: PushTarget;
  readonly token: string;
  readonly title: string;
  readonly files: readonly PushContent[];
}

interface PushOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Omit<OperationEvent, 'operationId'>) => void;
}

const accountSchema = z.object({
  name: z.string().min(1),
  orgs: z.array(z.object({ name: z.string() })).default([]),
  auth: z.object({ accessToken: z.object({ role: z.string() }).optional() }),
});
const roleSchema = z.enum(['read', 'write', 'fineGrained']);
const infoSchema = z.object({ private: z.boolean() });
const entrySchema = z.object({ type: z.string(), path: z.string() });
const commitSchema = z.object({ commit: z.object({ oid: z.string() }) });
/** The Hub's own first commit. */
const FROM_THE_HUB = '.gitattributes';

/** Sends to the Hugging Face Hub. Nothing is sent anywhere before a method is called. */
export class HubPusher {
  private readonly hubUrl: string;
  private readonly fetcher: typeof fetch;

  constructor(options: HubOptions = {}) {
    this.hubUrl = options.hubUrl ?? DEFAULT_HUB_URL;
    this.fetcher = options.fetch ?? ((input, init) => fetch(input, init));
  }

  /** Throws `HUB_BAD_TOKEN`, `HUB_OFFLINE`, `HUB_RATE_LIMIT`, `HUB_FAILED`, `WORKER_CANCELLED`. */
  account(token: string, signal: AbortSignal): Promise<HubAccount> {
    return this.ask(token, { repo: '', signal }, async (common) => {
      const { name, orgs, auth } = accountSchema.parse(await whoAmI(common));
      const role = roleSchema.safeParse(auth.accessToken?.role);
      return {
        name,
        organizations: orgs.map((org) => org.name),
        role: role.success ? role.data : null,
      };
    });
  }

  /** Null where the token sees no repository of this name. Throws as `account` does. */
  async repository(
    type: RepoType,
    repo: string,
    token: string,
    signal: AbortSignal,
  ): Promise<RepoState | null> {
    try {
      return await this.ask(token, { repo, signal }, async (common) => {
        const asked = { ...common, name: repo };
        const info = type === 'model' ? await modelInfo(asked) : await datasetInfo(asked);
        const { private: isPrivate } = infoSchema.parse(info);
        for await (const entry of listFiles({ ...common, repo: { type, name: repo } })) {
          if (entrySchema.parse(entry).path !== FROM_THE_HUB) return { isPrivate, isEmpty: false };
        }
        return { isPrivate, isEmpty: true };
      });
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'HUB_NO_REPO') return null;
      throw thrown;
    }
  }

  /**
   * One commit with all files, into a repository that is made where the target is new. What the Hub has already is
   * not sent again. Once the commit is on its way, a cancel comes too late: the push ends as the Hub decides. Throws
   * `HUB_*`, `WORKER_CANCELLED`; `HUB_PUSH_INTERRUPTED` where contents were on their way.
   */
  async push(push: Push, { signal, onProgress }: PushOptions): Promise<PushReport> {
    const { target, token, title, files } = push;
    const { type, repo } = target;
    await this.open(target, token, signal);
    const sizes = files.map(({ path, content }) => ({ path, sizeBytes: content.size }));
    const meter = new PushMeter(sizes, onProgress);
    let sentBytes = 0;
    const onSent = (bytes: number): void => void (sentBytes += bytes);
    try {
      return await this.ask(token, { repo, signal, onSent }, async (common) => {
        const commits = commitIter({
          ...common,
          repo: { type, name: repo },
          title,
          operations: files.map((file) => ({ operation: 'addOrUpdate' as const, ...file })),
          abortSignal: signal,
          // Xet is what hosts of the Hub itself serve; plain LFS goes to a storage provider's address.
          useXet: true,
          // Its workers come from blob: addresses, which the page's policy forbids; this is a worker already.
          useWebWorkers: false,
        });
        const { commit } = commitSchema.parse(await finish(commits, (event) => meter.take(event)));
        return { url: this.pageOf(type, repo), commit: commit.oid, sentBytes };
      });
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'HUB_OFFLINE' && meter.phase !== 'preuploading') {
        const isCommitSent = meter.phase === 'committing';
        const details = { ...thrown.details, arrived: meter.arrived, isCommitSent };
        throw new AppError('HUB_PUSH_INTERRUPTED', details, { cause: thrown });
      }
      throw thrown;
    }
  }

  /** Makes the repository or looks at it, and makes sure of what the person was told about it. */
  private async open({ type, repo, isNew, isPrivate }: PushTarget, token: string, signal: AbortSignal) {
    let isThere = !isNew;
    if (isNew) {
      try {
        await this.ask(token, { repo, signal }, (common) =>
          createRepo({
            ...common,
            repo: { type, name: repo },
            visibility: isPrivate ? 'private' : 'public',
          }),
        );
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'HUB_REPO_EXISTS') throw thrown;
        isThere = true;
      }
    }
    const state = await this.repository(type, repo, token, signal);
    if (state === null) throw new AppError(isNew ? 'HUB_REPO_EXISTS' : 'HUB_NO_REPO', { repo });
    // An empty one of that name is what a push that broke off has left.
    if (isNew && isThere && !state.isEmpty) throw new AppError('HUB_REPO_EXISTS', { repo });
    if (state.isPrivate !== isPrivate) {
      throw new AppError('HUB_VISIBILITY', { repo, actual: state.isPrivate ? 'private' : 'public' });
    }
  }

  private pageOf(type: RepoType, repo: string): string {
    return `${this.hubUrl}/${type === 'dataset' ? 'datasets/' : ''}${repo}`;
  }

  private async ask<T>(
    token: string,
    asked: Omit<PushContext, 'hubUrl'>,
    work: (common: { hubUrl: string; accessToken: string; fetch: typeof fetch }) => Promise<T>,
  ): Promise<T> {
    const context = { ...asked, hubUrl: this.hubUrl };
    if (!isToken(token)) throw new AppError('HUB_BAD_TOKEN', { right: 'write' });
    if (context.signal.aborted) throw new AppError('WORKER_CANCELLED');
    try {
      return await work({
        hubUrl: this.hubUrl,
        accessToken: token,
        fetch: pushFetch(this.fetcher, context),
      });
    } catch (thrown) {
      throw understood(thrown, context);
    }
  }
}

/** What the library and the schemas throw, as ours. */
function understood(thrown: unknown, context: PushContext): AppError {
  if (thrown instanceof AppError) return thrown;
  if (context.signal.aborted) return networkError(thrown, context);
  const { repo } = context;
  // The library reads answers without looking: a strange one is a TypeError.
  const isStrange = [z.ZodError, SyntaxError, TypeError].some((kind) => thrown instanceof kind);
  const reason = isStrange ? 'the answer was not understood' : String(thrown);
  return new AppError('HUB_FAILED', { repo, reason }, { cause: thrown });
}

async function finish(
  commits: ReturnType<typeof commitIter>,
  take: (event: Parameters<PushMeter['take']>[0]) => void,
): Promise<CommitOutput | undefined> {
  for (;;) {
    const { done, value } = await commits.next();
    if (done === true) return value;
    take(value);
  }
}
