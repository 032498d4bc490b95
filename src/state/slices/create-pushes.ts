import { z } from 'zod';
import { AppError, type Failure, toAppError } from '../../core/contract/errors';
import { hubAccountSchema, type PushPlan, type PushStage, type PushTarget } from '../../core/contract/hub';
import type { CallOptions } from '../../client/types';
import { datasetById, runById } from '../selectors';
import { orNotice, type StudioContext } from '../studio-context';
import type { PushesSlice, PushSource } from './pushes';

const keptSchema = z.object({ token: z.string(), account: hubAccountSchema });
type Kept = z.infer<typeof keptSchema>;

const CHOOSING: PushStage = { status: 'choosing', failure: null };

/** What was remembered; what cannot be read is none, and is asked for again. */
function remembered(text: string | null): Kept | null {
  if (text === null) return null;
  try {
    return keptSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

export function createPushes(context: StudioContext): PushesSlice {
  const { deps, get, patch } = context;
  const aborts = new Map<string, AbortController>();
  const kept = remembered(deps.browser.keptToken());
  let token = kept?.token ?? null;

  const write = (id: string, stage: PushStage): void =>
    patch('pushes', ({ stages }) => ({ stages: { ...stages, [id]: stage } }));

  const signOut = (failure: Failure | null): void => {
    token = null;
    deps.browser.keepToken(null);
    patch('pushes', { signIn: { status: 'out', failure } });
  };

  /** Runs `work` while no other goes on for this source. A failure goes to `failed`; null where it was cancelled. */
  const alone = async (
    id: string,
    work: (token: string, options: { readonly signal: AbortSignal }) => Promise<void>,
    failed: (failure: Failure | null) => PushStage,
  ): Promise<void> => {
    if (token === null || aborts.has(id)) return;
    const abort = new AbortController();
    aborts.set(id, abort);
    try {
      await work(token, { signal: abort.signal });
    } catch (thrown) {
      const { failure } = toAppError(thrown);
      if (failure.code === 'HUB_BAD_TOKEN') signOut(failure);
      const isTold = failure.code === 'WORKER_CANCELLED' || failure.code === 'HUB_BAD_TOKEN';
      write(id, failed(isTold ? null : failure));
    } finally {
      aborts.delete(id);
    }
  };

  /** Path of the zip that holds what is sent. */
  const archiveOf = async ({ kind, id }: PushSource, repo: string, options: CallOptions): Promise<string> => {
    if (kind === 'run') {
      const job = get().exports.jobs[id];
      if (job?.status !== 'ready') throw new AppError('EXPORT_MISSING');
      return job.value.path;
    }
    const dataset = datasetById(get(), id);
    if (dataset === null) throw new AppError('STORAGE_NOT_FOUND', { path: id });
    const packed = await deps.client.data.packDataset({ dataset, repo }, options);
    await get().space.refresh();
    return packed.path;
  };

  /** The target as it is: an existing repository has the visibility that it has. */
  const lookedAt = async (target: PushTarget, token: string): Promise<PushTarget> => {
    const { type, repo, isNew } = target;
    const state = await deps.client.hub.repository(type, repo, token);
    if (state === null && !isNew) throw new AppError('HUB_NO_REPO', { repo });
    if (state !== null && isNew && !state.isEmpty) throw new AppError('HUB_REPO_EXISTS', { repo });
    return { ...target, isPrivate: state?.isPrivate ?? target.isPrivate };
  };

  const planOf = async (target: PushTarget, archive: string): Promise<PushPlan> => {
    const files = await deps.client.hub.contents(archive);
    return { target, archive, files, totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
  };

  /** Removes what was packed for one push alone; the zip of a run is the person's own. */
  const discard = async ({ kind }: PushSource, archive: string): Promise<void> => {
    if (kind === 'run') return;
    await orNotice(context, () => deps.files.remove(archive));
    await get().space.refresh();
  };

  const titleOf = ({ kind, id }: PushSource): string =>
    kind === 'run'
      ? `${runById(get(), id)?.name ?? 'Model'}, trained with Tabtune`
      : `${datasetById(get(), id)?.name ?? 'Rows'}, prepared with Tabtune`;

  return {
    signIn:
      kept === null
        ? { status: 'out', failure: null }
        : { status: 'in', account: kept.account, isRemembered: true },
    stages: {},

    signInWith: async (text, isRemembered) => {
      patch('pushes', { signIn: { status: 'checking' } });
      try {
        const account = await deps.client.hub.account(text);
        token = text;
        deps.browser.keepToken(isRemembered ? JSON.stringify({ token: text, account } satisfies Kept) : null);
        patch('pushes', { signIn: { status: 'in', account, isRemembered } });
      } catch (thrown) {
        signOut(toAppError(thrown).failure);
      }
    },

    forget: () => signOut(null),

    plan: (source, target) =>
      alone(
        source.id,
        async (token, { signal }) => {
          write(source.id, { status: 'packing', progress: null });
          const onProgress: CallOptions['onProgress'] = (progress) =>
            write(source.id, { status: 'packing', progress });
          const seen = await lookedAt(target, token);
          const archive = await archiveOf(source, target.repo, { signal, onProgress });
          const plan = await planOf(seen, archive);
          if (signal.aborted) throw new AppError('WORKER_CANCELLED');
          write(source.id, { status: 'confirming', plan, failure: null });
        },
        (failure) => ({ status: 'choosing', failure }),
      ),

    confirm: async (source) => {
      const stage = get().pushes.stages[source.id];
      if (stage?.status !== 'confirming') return;
      const { plan } = stage;
      const { target, archive } = plan;
      await alone(
        source.id,
        async (token, { signal }) => {
          write(source.id, { status: 'pushing', plan, progress: null });
          const now = await planOf(target, archive);
          if (JSON.stringify(now.files) !== JSON.stringify(plan.files)) {
            const { failure } = new AppError('HUB_FILES_CHANGED', { repo: target.repo });
            write(source.id, { status: 'confirming', plan: now, failure });
            return;
          }
          const report = await deps.client.hub.push(
            { target, archive, token, title: titleOf(source) },
            { signal, onProgress: (progress) => write(source.id, { status: 'pushing', plan, progress }) },
          );
          write(source.id, { status: 'done', plan, report, isCancelledLate: signal.aborted });
          await discard(source, archive);
        },
        (failure) => ({ status: 'confirming', plan, failure }),
      );
    },

    back: (source) => {
      const stage = get().pushes.stages[source.id];
      if (aborts.has(source.id)) return;
      write(source.id, CHOOSING);
      if (stage?.status === 'confirming') void discard(source, stage.plan.archive);
    },
    cancel: ({ id }) => aborts.get(id)?.abort(),
  };
}
