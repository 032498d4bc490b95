import type { Answers, FilePrediction } from '../../core/contract/api';
import { AppError } from '../../core/contract/errors';
import type { Prediction, PredictionTarget } from '../../core/contract/predictions';
import { pendingAfter, type Remote, REMOTE_IDLE, track } from '../remote';
import { orNotice, type StudioContext } from '../studio-context';
import type { Attempt, PlaygroundSlice } from './playground';

/** How many attempts are kept. */
const HISTORY_LIMIT = 20;

export function createPlayground(context: StudioContext): PlaygroundSlice {
  const { deps, get, patch } = context;
  let fileAbort: AbortController | null = null;

  const ask = (
    attempts: readonly Attempt[],
    side: 'tuned' | 'base',
    target: PredictionTarget,
  ): Promise<void> =>
    track<Answers>(
      undefined,
      (answer) => {
        const bySide = new Map(attempts.map((attempt, index) => [attempt.id, share(answer, index)]));
        patch('playground', (slice) => ({
          attempts: slice.attempts.map((attempt) => ({
            ...attempt,
            [side]: bySide.get(attempt.id) ?? attempt[side],
          })),
        }));
      },
      (onProgress) =>
        deps.client.training.predict(
          target,
          attempts.map(({ text }) => text),
          { onProgress },
        ),
    );

  return {
    attempts: [],
    filePrediction: REMOTE_IDLE,
    strategy: 'first',
    predict: async (target, texts) => {
      const attempts = texts.map((text): Attempt => {
        return {
          id: deps.newId(),
          target,
          text,
          tuned: pendingAfter<Prediction>(undefined),
          base: REMOTE_IDLE,
        };
      });
      patch('playground', (slice) => ({
        attempts: [...attempts.toReversed(), ...slice.attempts].slice(0, HISTORY_LIMIT),
      }));
      const base = baseOf(target);
      await Promise.all([
        ask(attempts, 'tuned', target),
        ...(base === null ? [] : [ask(attempts, 'base', base)]),
      ]);
    },
    setStrategy: (strategy) => patch('playground', { strategy }),
    clear: () => patch('playground', { attempts: [] }),
    predictFile: async (target, request) => {
      fileAbort?.abort();
      const abort = new AbortController();
      fileAbort = abort;
      await track<FilePrediction>(
        undefined,
        (filePrediction) => {
          if (fileAbort === abort) patch('playground', { filePrediction });
        },
        (onProgress) =>
          deps.client.training.predictFile(target, request, { onProgress, signal: abort.signal }),
      );
      await get().space.refresh();
    },
    cancelFilePrediction: () => fileAbort?.abort(),
    saveFilePrediction: async () => {
      const { filePrediction } = get().playground;
      if (filePrediction.status !== 'ready') return;
      const { path, fileName } = filePrediction.value;
      await orNotice(context, async () => deps.browser.save(await deps.files.read(path), fileName));
    },
  };
}

/** The model before training, to stand beside a tuned one. */
function baseOf(target: PredictionTarget): PredictionTarget | null {
  return target.kind === 'run' && target.weights !== 'base' ? { ...target, weights: 'base' } : null;
}

/** What the answer to several texts says about one of them. */
function share(answer: Remote<Answers>, index: number): Remote<Prediction> {
  if (answer.status === 'pending') return { ...answer, previous: null };
  if (answer.status !== 'ready') return answer;
  const value = answer.value.predictions[index];
  if (value !== undefined) return { status: 'ready', value };
  const { failure } = new AppError('WORKER_UNEXPECTED', { reason: 'fewer predictions than texts' });
  return { status: 'failed', failure };
}
