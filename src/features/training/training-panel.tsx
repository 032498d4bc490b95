import { useState } from 'react';
import type { RunRecord } from '../../core/contract/run';
import { useStudio } from '../../state/react';
import { SETUP_BUNDLE } from '../../state/slices/cluster';
import { brokenRun } from '../../state/run-in-view';
import { useBundle } from '../../state/use-bundle';
import { BundlePanel } from '../../ui/bundle-panel';
import { liveRun, runById } from '../../state/selectors';
import { Loading } from '../../ui/loading';
import { useRoute } from '../../ui/route';
import { LastRun } from './last-run';
import { RunView } from './run-view';
import { SetupView } from './setup-view';
import { useRun } from './use-run';
import { useSetup } from './use-setup';

/** The training step: the run its address names, else the one going on, else the set-up of the next. */
export function TrainingPanel() {
  const { id } = useRoute();
  const isLoading = useStudio((state) => state.runs.status !== 'ready');
  const liveId = useStudio((state) => liveRun(state)?.id ?? null);
  // A run watched here stays on the screen when it ends, until the person asks for a new one.
  const [watchedId, setWatchedId] = useState(liveId);
  if (liveId !== null && liveId !== watchedId) setWatchedId(liveId);
  const run = useStudio((state) => runById(state, id ?? watchedId));
  if (isLoading && run === null) return <Loading label="Opening your runs" />;
  return run === null ? <Setup /> : <Run key={run.id} run={run} onNewRun={() => setWatchedId(null)} />;
}

function Setup() {
  const setup = useSetup();
  const bundle = useBundle(SETUP_BUNDLE);
  const broken = useStudio(brokenRun);
  const blocked =
    setup.block === 'preparing' || setup.block === 'failed' ? 'The data is not ready yet.' : null;
  return (
    <SetupView
      {...setup}
      lastRun={broken === null ? null : <LastRun run={broken} />}
      elsewhere={<BundlePanel {...bundle} title="Or train it on a cluster" blocked={blocked} />}
    />
  );
}

function Run({ run, onNewRun }: { readonly run: RunRecord; readonly onNewRun: () => void }) {
  return <RunView {...useRun(run, onNewRun)} />;
}
