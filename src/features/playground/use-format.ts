import { useEffect } from 'react';
import type { ExportTarget, OpenedExport } from '../../core/contract/api';
import { type ExportReport, type Precision, PRECISIONS } from '../../core/contract/export';
import { useStudio } from '../../state/react';
import { REMOTE_IDLE, type Remote, valueOf } from '../../state/remote';

interface FormatInUse {
  /** Those in the run's zip; none where there is no zip. */
  readonly precisions: readonly Precision[];
  readonly format: ExportTarget | null;
  readonly opened: Remote<OpenedExport>;
  readonly choose: (format: ExportTarget | null) => void;
}

/** The exported file of a run that is asked: its memory is freed when the screen is left, and it is open on return. */
export function useFormat(runId: string): FormatInUse {
  const { format, opened, chooseFormat, enter, leave } = useStudio((state) => state.playground);
  const job = useStudio((state) => state.exports.jobs[runId] ?? REMOTE_IDLE);
  useEffect(() => {
    void enter(runId);
    return () => void leave();
  }, [runId, enter, leave]);
  const report = valueOf(job);
  return {
    precisions: report === null ? [] : PRECISIONS.filter((each) => !isUnmade(each, report)),
    format,
    opened,
    choose: (wanted) => void chooseFormat(wanted),
  };
}

function isUnmade(precision: Precision, { unmade }: ExportReport): boolean {
  return unmade.some((each) => each.precision === precision);
}
