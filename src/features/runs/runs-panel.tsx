import { useMemo } from 'react';
import { useStudio } from '../../state/react';
import { liveRun } from '../../state/selectors';
import { Loading } from '../../ui/loading';
import { goTo } from '../../ui/route';
import { FinishedRunPanel } from './finished-run-panel';
import { runRow } from './run-row';
import { RunsView } from './runs-view';

/** The library of runs, beside the steps. */
export function RunsPanel() {
  const runs = useStudio((s) => s.runs);
  const cluster = useStudio((s) => s.cluster);
  const liveId = useStudio((s) => liveRun(s)?.id ?? null);
  const rows = useMemo(
    () => runs.items.map((run) => runRow(run, liveId, runs.elsewhere)),
    [runs.items, runs.elsewhere, liveId],
  );
  if (runs.status !== 'ready' && runs.items.length === 0) return <Loading label="Opening your runs" />;
  const open = async (files: readonly File[]): Promise<void> => {
    const runId = await cluster.importRun(files);
    if (runId !== null) goTo('train', runId);
  };
  return (
    <RunsView
      rows={rows}
      now={Date.now()}
      deviceBusy={liveId !== null}
      opener={
        <FinishedRunPanel
          jobs={cluster.imports}
          onOpen={(files) => void open(files)}
          onCancel={cluster.cancelImport}
          onDismiss={cluster.dismissImport}
        />
      }
      actions={{
        onRename: (id, name) => void runs.rename(id, name),
        onResume: (id) => {
          void runs.resumeRun(id);
          goTo('train', id);
        },
        onDelete: (id) => void runs.remove(id),
      }}
    />
  );
}
