import { useMemo } from 'react';
import { useStudio } from '../../state/react';
import { liveRun } from '../../state/selectors';
import { Loading } from '../../ui/loading';
import { goTo } from '../../ui/route';
import { runRow } from './run-row';
import { RunsView } from './runs-view';

/** The library of runs, beside the steps. */
export function RunsPanel() {
  const runs = useStudio((s) => s.runs);
  const liveId = useStudio((s) => liveRun(s)?.id ?? null);
  const rows = useMemo(
    () => runs.items.map((run) => runRow(run, liveId, runs.elsewhere)),
    [runs.items, runs.elsewhere, liveId],
  );
  if (runs.status !== 'ready' && runs.items.length === 0) return <Loading label="Opening your runs" />;
  return (
    <RunsView
      rows={rows}
      now={Date.now()}
      deviceBusy={liveId !== null}
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
