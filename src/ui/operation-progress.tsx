/*
 * OperationProgress: a ProgressRow for an `OperationEvent` (import, download, tokenize, export …): names the stage,
 * shows figures in their unit, and works out the time left from the pace of the current stage. `progress` null means
 * "not begun to tell yet".
 */
import { useState } from 'react';
import type { OperationEvent } from '../core/contract/events';
import { formatBytes, formatCount } from '../core/units';
import { ProgressRow } from './progress-row';

const STAGES: Readonly<Record<OperationEvent['stage'], string>> = {
  reading: 'Reading',
  parsing: 'Finding rows',
  tokenizing: 'Cutting into tokens',
  downloading: 'Downloading',
  checking: 'Checking',
  writing: 'Writing',
  uploading: 'Uploading',
  committing: 'Waiting for the Hub',
  predicting: 'Predicting',
  waiting: 'Waiting for its turn',
};

export interface OperationProgressProps {
  /** What it is about: "titles.csv". */
  readonly name: string;
  readonly progress: OperationEvent | null;
  readonly onCancel?: (() => void) | undefined;
}

interface Pace {
  readonly stage: OperationEvent['stage'] | null;
  readonly since: number;
  readonly from: number;
}

const NOT_BEGUN: Pace = { stage: null, since: 0, from: 0 };

/** Seconds left at the pace since the stage began; null in its first second and where the total is unknown. */
function useSecondsLeft(progress: OperationEvent | null): number | null {
  const [pace, setPace] = useState(NOT_BEGUN);
  if (progress === null) {
    // Again from the start, in the same place of the page.
    if (pace.stage !== null) setPace(NOT_BEGUN);
    return null;
  }
  if (pace.stage !== progress.stage) {
    setPace({ stage: progress.stage, since: performance.now(), from: progress.done });
    return null;
  }
  const seconds = (performance.now() - pace.since) / 1000;
  const done = progress.done - pace.from;
  if (progress.total === null || seconds < 1 || done <= 0) return null;
  return ((progress.total - progress.done) * seconds) / done;
}

function figures({ done, total, unit }: OperationEvent): string {
  const format = unit === 'bytes' ? formatBytes : formatCount;
  const suffix = unit === 'bytes' ? '' : '\u00a0rows';
  return total === null ? `${format(done)}${suffix}` : `${format(done)} of ${format(total)}${suffix}`;
}

export function OperationProgress({ name, progress, onCancel }: OperationProgressProps) {
  const secondsLeft = useSecondsLeft(progress);
  const share =
    progress === null || progress.total === null || progress.total === 0
      ? null
      : progress.done / progress.total;
  return (
    <ProgressRow
      label={`${progress === null ? 'Starting' : STAGES[progress.stage]}: ${name}`}
      share={share}
      detail={progress === null || progress.done === 0 ? '' : figures(progress)}
      secondsLeft={secondsLeft}
      onCancel={onCancel}
    />
  );
}
