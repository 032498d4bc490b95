import { z } from 'zod';
import type { Operations } from './api';
import type { Failure } from './errors';
import type { OperationEvent } from './events';

/** What a repository on the Hub holds. */
export type RepoType = 'model' | 'dataset';

/** Whose access token it is, and where that account may write. */
export const hubAccountSchema = z.object({
  name: z.string(),
  organizations: z.array(z.string()),
  /** What the token may do; null where the Hub does not say. */
  role: z.enum(['read', 'write', 'fineGrained']).nullable(),
});
export type HubAccount = z.infer<typeof hubAccountSchema>;

/** A repository as the token sees it. */
export interface RepoState {
  readonly isPrivate: boolean;
  /** Nothing but what the Hub itself puts into a new repository. */
  readonly isEmpty: boolean;
}

/** Where a push goes. */
export interface PushTarget {
  readonly type: RepoType;
  /** "owner/name" */
  readonly repo: string;
  readonly isNew: boolean;
  /** What the person saw and agreed to; a repository of the other kind is never written to. */
  readonly isPrivate: boolean;
}

export interface PushFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Everything a push would send, and where: what the person confirms. */
export interface PushPlan {
  readonly target: PushTarget;
  /** The stored (uncompressed) zip in the file store whose entries are the files. */
  readonly archive: string;
  readonly files: readonly PushFile[];
  readonly totalBytes: number;
}

export interface PushRequest extends Pick<PushPlan, 'target' | 'archive'> {
  readonly token: string;
  /** First line of the commit's message. */
  readonly title: string;
}

export interface PushReport {
  /** The repository's page. */
  readonly url: string;
  readonly commit: string;
  /** Bytes of requests that carried contents: less than the files have where some were there already. */
  readonly sentBytes: number;
}

/** The hub worker: sends to the Hugging Face Hub, and nowhere else. Errors are `HUB_*`. */
export interface HubApi extends Operations {
  account(token: string): Promise<HubAccount>;
  /** Null where the token sees no repository of this name. */
  repository(type: RepoType, repo: string, token: string): Promise<RepoState | null>;
  /** The files of a stored zip; nothing is sent. Throws `STORAGE_*`, `MODEL_BAD_ZIP`. */
  contents(archive: string): Promise<PushFile[]>;
  /**
   * One commit with all files of the archive. What the Hub has already is not sent again, so that a push that broke
   * off goes on when it is asked for once more. Cancelled once the commit is on its way, it ends as the Hub decides.
   */
  push(operationId: string, request: PushRequest): Promise<PushReport>;
}

/** Whether a token is at hand; the token itself is nowhere to be seen. */
export type SignIn =
  | { readonly status: 'out'; readonly failure: Failure | null }
  | { readonly status: 'checking' }
  | { readonly status: 'in'; readonly account: HubAccount; readonly isRemembered: boolean };

/** How far the push of one run or dataset is. `failure` is that of the last try. */
export type PushStage =
  | { readonly status: 'choosing'; readonly failure: Failure | null }
  | { readonly status: 'packing'; readonly progress: OperationEvent | null }
  | { readonly status: 'confirming'; readonly plan: PushPlan; readonly failure: Failure | null }
  | { readonly status: 'pushing'; readonly plan: PushPlan; readonly progress: OperationEvent | null }
  | {
      readonly status: 'done';
      readonly plan: PushPlan;
      readonly report: PushReport;
      /** Whether it was cancelled after the Hub had accepted it. */
      readonly isCancelledLate: boolean;
    };
