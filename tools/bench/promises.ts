import type { Comparison } from './compete.ts';

/** Dispatches that a layer may cost a training step, all included. */
const LAYER_DISPATCHES = 40;
/** Submissions of a step that takes less than `SHORT_STEP_MS`. */
const SUBMISSIONS = 4;
const SHORT_STEP_MS = 1000;
/** Of a longer step, each submission may take so long: browsers end what takes about ten seconds. */
const SUBMISSION_MS = 1000;

export interface Promised {
  readonly what: string;
  readonly measured: string;
  readonly bound: string;
  readonly kept: boolean;
}

/** What the studio promises of its training step, and whether a comparison bears it out. */
export function promisesOf({ bench, ratio, ours, layerDispatches }: Comparison): readonly Promised[] {
  const promised: Promised[] = [
    {
      what: 'times as fast as plain TensorFlow.js',
      measured: ratio.toFixed(1),
      bound: `≥ ${bench.bound}`,
      kept: ratio >= bench.bound,
    },
  ];
  if (layerDispatches !== null) {
    promised.push({
      what: 'dispatches a layer and step, all included',
      measured: `${layerDispatches.ours} (plain: ${layerDispatches.plain})`,
      bound: `≤ ${LAYER_DISPATCHES}`,
      kept: layerDispatches.ours <= LAYER_DISPATCHES,
    });
  }
  const { stepMs, submissions, longestSubmissionMs } = ours;
  if (submissions !== null && longestSubmissionMs !== null) {
    promised.push(
      stepMs < SHORT_STEP_MS
        ? {
            what: 'submissions a step that takes less than a second',
            measured: String(submissions),
            bound: `≤ ${SUBMISSIONS}`,
            kept: submissions <= SUBMISSIONS,
          }
        : {
            what: 'longest submission of a step that takes a second or more',
            measured: `${longestSubmissionMs.toFixed(0)} ms`,
            bound: `≤ ${SUBMISSION_MS} ms`,
            kept: longestSubmissionMs <= SUBMISSION_MS,
          },
    );
  }
  return promised;
}
