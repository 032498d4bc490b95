import type { Answers, ExportTarget, FilePrediction, OpenedExport } from '../../core/contract/api';
import { AppError } from '../../core/contract/errors';
import type { OperationEvent } from '../../core/contract/events';
import type { PredictionTarget } from '../../core/contract/predictions';
import { pendingAfter, type Remote, REMOTE_IDLE, track, valueOf } from '../remote';
import { orNotice, type StudioContext } from '../studio-context';
import type { StudioState } from '../studio-state';
import type { Attempt, PlaygroundSlice, TimedPrediction } from './playground';

/** How many attempts are kept. */
const HISTORY_LIMIT = 20;

export function createPlayground(context: StudioContext): PlaygroundSlice {
  const { deps, get, patch } = context;
  let fileAbort: AbortController | null = null;
  let opening: AbortController | null = null;
  /** Aborted when the playground is left: what was asked of an exported file would open it once more. */
  let visit = new AbortController();

  /** Asks `work` about all texts at once, and shares its state out among their attempts. */
  const ask = (
    attempts: readonly Attempt[],
    change: (answer: Remote<TimedPrediction>) => Partial<Attempt>,
    work: (texts: readonly string[], onProgress: (event: OperationEvent) => void) => Promise<Answers>,
  ): Promise<void> =>
    track<Answers>(
      undefined,
      (answers) => {
        const places = new Map(attempts.map(({ id }, index) => [id, index]));
        patch('playground', (slice) => ({
          attempts: slice.attempts.map((attempt) => {
            const place = places.get(attempt.id);
            return place === undefined ? attempt : { ...attempt, ...change(share(answers, place)) };
          }),
        }));
      },
      (onProgress) =>
        work(
          attempts.map(({ text }) => text),
          onProgress,
        ),
    );
  const askStudio = (attempts: readonly Attempt[], side: 'tuned' | 'base', target: PredictionTarget) =>
    ask(
      attempts,
      (answer) => ({ [side]: answer }),
      (texts, onProgress) => deps.client.training.predict(target, texts, { onProgress }),
    );
  const askExported = (attempts: readonly Attempt[], target: ExportTarget, signal: AbortSignal) =>
    ask(
      attempts,
      (answer) => ({ exported: { target, answer } }),
      (texts, onProgress) => deps.client.inference.predictExport(target, texts, { onProgress, signal }),
    );
  const closeFormat = async () => {
    await orNotice(context, () => deps.client.inference.closeExport());
  };

  return {
    attempts: [],
    filePrediction: REMOTE_IDLE,
    fileTarget: null,
    strategy: 'first',
    format: null,
    opened: REMOTE_IDLE,
    predict: async (target, texts, exported = null) => {
      const pending = pendingAfter<TimedPrediction>(undefined);
      const attempts = texts.map((text): Attempt => {
        return {
          id: deps.newId(),
          target,
          text,
          tuned: pending,
          base: REMOTE_IDLE,
          exported: exported === null ? null : { target: exported, answer: pending },
        };
      });
      patch('playground', (slice) => ({
        attempts: [...attempts.toReversed(), ...slice.attempts].slice(0, HISTORY_LIMIT),
      }));
      if (exported !== null) {
        const { signal } = visit;
        await askStudio(attempts, 'tuned', target);
        await askExported(attempts, exported, signal);
        return;
      }
      const base = baseOf(target, get());
      await Promise.all([
        askStudio(attempts, 'tuned', target),
        ...(base === null ? [] : [askStudio(attempts, 'base', base)]),
      ]);
    },
    chooseFormat: async (format) => {
      opening?.abort();
      const abort = new AbortController();
      opening = abort;
      const isCurrent = () => opening === abort;
      patch('playground', { format, opened: REMOTE_IDLE });
      if (format === null) return closeFormat();
      await track<OpenedExport>(
        undefined,
        (opened) => {
          if (isCurrent()) patch('playground', { opened });
        },
        (onProgress) => deps.client.inference.openExport(format, { onProgress, signal: abort.signal }),
      );
    },
    enter: async (runId) => {
      await get().exports.restore(runId);
      const { format, opened, chooseFormat } = get().playground;
      if (format === null || opened.status !== 'idle') return;
      const isThere = format.runId === runId && valueOf(get().exports.jobs[runId]) !== null;
      await chooseFormat(isThere ? format : null);
    },
    leave: async () => {
      visit.abort();
      visit = new AbortController();
      opening?.abort();
      opening = null;
      patch('playground', { opened: REMOTE_IDLE });
      await closeFormat();
    },
    setStrategy: (strategy) => patch('playground', { strategy }),
    forget: (attemptIds) =>
      patch('playground', ({ attempts }) => ({
        attempts: attempts.filter(({ id }) => !attemptIds.includes(id)),
      })),
    predictFile: async (target, request) => {
      fileAbort?.abort();
      const abort = new AbortController();
      fileAbort = abort;
      patch('playground', { fileTarget: target });
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
function baseOf(target: PredictionTarget, { runs, models }: StudioState): PredictionTarget | null {
  if (target.kind !== 'run' || target.weights === 'base') return null;
  const run = runs.items.find(({ id }) => id === target.runId);
  if (run?.cluster?.hasBase === false) return null;
  // A model that was deleted and imported again has another id.
  const isGone =
    run !== undefined &&
    models.status === 'ready' &&
    !models.items.some(({ id, name }) => id === run.spec.modelId || name === run.spec.modelName);
  return isGone ? null : { ...target, weights: 'base' };
}

/** What the answer to several texts says about one of them. */
function share(answer: Remote<Answers>, index: number): Remote<TimedPrediction> {
  if (answer.status === 'pending') return { ...answer, previous: null };
  if (answer.status !== 'ready') return answer;
  const { predictions, millisecondsPerText: milliseconds } = answer.value;
  const prediction = predictions[index];
  if (prediction !== undefined) return { status: 'ready', value: { prediction, milliseconds } };
  const { failure } = new AppError('WORKER_UNEXPECTED', { reason: 'fewer predictions than texts' });
  return { status: 'failed', failure };
}
