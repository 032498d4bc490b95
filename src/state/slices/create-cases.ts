import { AppError } from '../../core/contract/errors';
import type { Prediction } from '../../core/contract/predictions';
import type { RunRecord } from '../../core/contract/run';
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

  return {
    rows: REMOTE_IDLE,
    answers: REMOTE_IDLE,
    open: async (runId, references) => {
      opened?.abort();
      const abort = new AbortController();
      opened = abort;
      const isCurrent = (): boolean => opened === abort;
      const run = runById(get(), runId);
      patch('cases', { answers: pendingAfter(REMOTE_IDLE) });
      await track<readonly CaseRow[]>(
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
      if (!isCurrent()) return;
      if (run !== null && get().cases.rows.status === 'ready') await ask(run, isCurrent, abort.signal);
      else patch('cases', { answers: REMOTE_IDLE });
    },
    close: () => {
      opened?.abort();
      opened = null;
      patch('cases', { rows: REMOTE_IDLE, answers: REMOTE_IDLE });
    },
  };
}
