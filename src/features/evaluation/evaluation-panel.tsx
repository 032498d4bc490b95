import type { RunRecord } from '../../core/contract/run';
import { useStudio } from '../../state/react';
import { REMOTE_IDLE } from '../../state/remote';
import { hasWeights, runInView } from '../../state/run-in-view';
import { liveRun } from '../../state/selectors';
import { Loading } from '../../ui/loading';
import { RunPicker } from '../../ui/run-picker';
import { goTo, useRoute } from '../../ui/route';
import { EvaluationView, NothingToEvaluate } from './evaluation-view';

/** The evaluation step: the run its address names, else the newest with weights. */
export function EvaluationPanel() {
  const { id } = useRoute();
  const isLoading = useStudio((state) => state.runs.status !== 'ready');
  const run = useStudio((state) => runInView(state, id));
  if (run !== null) return <Evaluated key={run.id} run={run} />;
  return isLoading ? <Loading label="Opening your runs" /> : <NothingToEvaluate />;
}

function Evaluated({ run }: { readonly run: RunRecord }) {
  const items = useStudio((state) => state.runs.items);
  const evaluating = useStudio((state) => state.runs.evaluating[run.id] ?? REMOTE_IDLE);
  const cases = useStudio((state) => state.cases);
  const predict = useStudio((state) => state.playground.predict);
  const evaluate = useStudio((state) => state.runs.evaluate);
  const isBusyElsewhere = useStudio((state) => (liveRun(state)?.id ?? run.id) !== run.id);
  const blocked = isBusyElsewhere
    ? 'Another run is training and holds the device; evaluate this one when it has ended.'
    : hasWeights(run)
      ? null
      : 'This run has no checkpoint yet.';
  return (
    <EvaluationView
      run={run}
      picker={<RunPicker panel="evaluate" runs={items.filter(hasWeights)} runId={run.id} />}
      evaluating={evaluating}
      blocked={blocked}
      cases={cases.rows}
      answers={cases.answers}
      onReadRows={(rows) => void cases.open(run.id, rows)}
      onCloseRows={cases.close}
      onTry={(text) => {
        cases.close();
        void predict({ kind: 'run', runId: run.id, weights: 'best' }, [text]);
        goTo('playground', run.id);
      }}
      onEvaluate={(split) => void evaluate(run.id, split)}
    />
  );
}
