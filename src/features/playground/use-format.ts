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

/** The exported file of a run that is asked; its memory is freed when the screen is left. */
export function useFormat(runId: string): FormatInUse {
  const { format, opened, chooseFormat } = useStudio((state) => state.playground);
  const restore = useStudio((state) => state.exports.restore);
  const job = useStudio((state) => state.exports.jobs[runId] ?? REMOTE_IDLE);
  useEffect(() => {
    void restore(runId);
    return () => void chooseFormat(null);
  }, [runId, restore, chooseFormat]);
  return {
    isExported: valueOf(job) !== null,
    format,
    opened,
    choose: (wanted) => void chooseFormat(wanted),
  };
}
