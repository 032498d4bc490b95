import { AppError } from '../../core/contract/errors';
import type { Prediction } from '../../core/contract/predictions';
import type { RowReference, RunRecord } from '../../core/contract/run';
import type { StudioContext } from '../studio-context';
import { CaseReader } from '../case-reader';
import { pendingAfter, REMOTE_IDLE, track, valueOf } from '../remote';
import { runById } from '../selectors';
import type { CaseRow, CasesSlice } from './cases';

export function createCases(context: StudioContext): CasesSlice {
  const { deps, get, patch } = context;
  let opened: AbortController | null = null;

  const ask = async (run: RunRecord, isCurrent: () => boolean, signal: AbortSignal): Promise<void> => {
    const rows = valueOf(get().cases.rows) ?? [];
    if (rows.length === 0 || rows.some(({ textPair }) => textPair !== null)) {
      patch('cases', { answers: REMOTE_IDLE });
      return;
    }
    await track<readonly Prediction[]>(
      REMOTE_IDLE,
      (answers) => {
        if (isCurrent()) patch('cases', { answers });
      },
      async (onProgress) => {
        const { predictions } = await deps.client.training.predict(
          { kind: 'run', runId: run.id, weights: 'best' },
          rows.map(({ text }) => text),
          { onProgress, signal },
        );
        return predictions;
      },
    );
  };

  /** What was opened before is over. */
  const begin = () => {
    opened?.abort();
    const abort = new AbortController();
    opened = abort;
    return { isCurrent: (): boolean => opened === abort, signal: abort.signal };
  };

  const read = (run: RunRecord | null, references: readonly RowReference[], isCurrent: () => boolean) =>
    track<readonly CaseRow[]>(
      REMOTE_IDLE,
      (rows) => {
        if (isCurrent()) patch('cases', { rows });
      },
      async () => {
        if (run === null) throw new AppError('RUN_NOT_OPEN');
        const reader = await CaseReader.of(context, run);
        return Promise.all(references.map((reference) => reader.read(reference)));
      },
    );

  return {
    rows: REMOTE_IDLE,
    answers: REMOTE_IDLE,
    read: async (runId, references) => {
      const { isCurrent } = begin();
      patch('cases', { answers: REMOTE_IDLE });
      await read(runById(get(), runId), references, isCurrent);
    },
    open: async (runId, references) => {
      const { isCurrent, signal } = begin();
      const run = runById(get(), runId);
      patch('cases', { answers: pendingAfter(REMOTE_IDLE) });
      await read(run, references, isCurrent);
      if (!isCurrent()) return;
      if (run !== null && get().cases.rows.status === 'ready') await ask(run, isCurrent, signal);
      else patch('cases', { answers: REMOTE_IDLE });
    },
    close: () => {
      opened?.abort();
      opened = null;
      patch('cases', { rows: REMOTE_IDLE, answers: REMOTE_IDLE });
    },
  };
}
