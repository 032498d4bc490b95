import type { RunRecord } from '../../core/contract/run';
import { useStudio } from '../../state/react';
import { REMOTE_IDLE } from '../../state/remote';
import { hasWeights, runInView } from '../../state/run-in-view';
import { liveRun, runById } from '../../state/selectors';
import type { PlaygroundSlice } from '../../state/slices/playground';
import { Loading } from '../../ui/loading';
import { RunPicker } from '../../ui/run-picker';
import { useRoute } from '../../ui/route';
import { FormatChoice } from './format-choice';
import { NothingToAsk, PlaygroundView } from './playground-view';
import { readHeader } from './table-header';
import { useFormat } from './use-format';

/** The playground: the run its address names, else the one going on, else the newest with weights. */
export function PlaygroundPanel() {
  const { id } = useRoute();
  const isLoading = useStudio((state) => state.runs.status !== 'ready');
  const run = useStudio((state) => runById(state, id) ?? liveRun(state) ?? runInView(state, null));
  if (run !== null) return <Playground key={run.id} run={run} />;
  return isLoading ? <Loading label="Opening your runs" /> : <NothingToAsk />;
}

function Playground({ run }: { readonly run: RunRecord }) {
  const items = useStudio((state) => state.runs.items);
  const playground = useStudio((state) => state.playground);
  const report = useStudio((state) => state.notices.report);
  const liveId = useStudio((state) => liveRun(state)?.id ?? null);
  const { precisions, format, opened, choose } = useFormat(run.id);
  const target = (weights: 'best' | 'last') => ({ kind: 'run', runId: run.id, weights }) as const;
  return (
    <PlaygroundView
      run={run}
      picker={
        <RunPicker
          panel="playground"
          runs={items.filter((item) => hasWeights(item) || item.id === liveId)}
          runId={run.id}
        />
      }
      attempts={playground.attempts.filter(
        (attempt) => attempt.target.kind === 'run' && attempt.target.runId === run.id,
      )}
      filePrediction={filePredictionOf(playground, run.id)}
      readHeader={readHeader}
      isFormatAsked={format !== null}
      formats={
        <FormatChoice
          runId={run.id}
          precisions={precisions}
          format={format}
          opened={opened}
          onChoose={choose}
        />
      }
      onAsk={(text, weights) => void playground.predict(target(weights), [text], format)}
      strategy={playground.strategy}
      onStrategy={playground.setStrategy}
      onForget={playground.forget}
      onPredictFile={(request, weights) => void playground.predictFile(target(weights), request)}
      onCancelFile={playground.cancelFilePrediction}
      onSaveFile={() => void playground.saveFilePrediction()}
      onUnreadable={report}
    />
  );
}

/** What came of a file under this run. One that is still read under another is shown as well: only one can be. */
function filePredictionOf({ filePrediction, fileTarget }: PlaygroundSlice, runId: string) {
  const isOwn = fileTarget?.kind === 'run' && fileTarget.runId === runId;
  return isOwn || filePrediction.status === 'pending' ? filePrediction : REMOTE_IDLE;
}
