import { useEffect } from 'react';
import type { ExportTarget, OpenedExport } from '../../core/contract/api';
import { useStudio } from '../../state/react';
import { REMOTE_IDLE, type Remote, valueOf } from '../../state/remote';

interface FormatInUse {
  readonly isExported: boolean;
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
  return {
    isExported: valueOf(job) !== null,
    format,
    opened,
    choose: (wanted) => void chooseFormat(wanted),
  };
}
