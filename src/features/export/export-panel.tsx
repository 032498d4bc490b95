import type { RunRecord } from '../../core/contract/run';
import { useStudio } from '../../state/react';
import { REMOTE_IDLE, valueOf } from '../../state/remote';
import { hasWeights, runInView } from '../../state/run-in-view';
import { liveRun, modelById } from '../../state/selectors';
import { useBundle } from '../../state/use-bundle';
import { BundlePanel } from '../../ui/bundle-panel';
import { Loading } from '../../ui/loading';
import { RunPicker } from '../../ui/run-picker';
import { useRoute } from '../../ui/route';
import { CertificatePanel } from './certificate-panel';
import { ExportView, NothingToExport } from './export-view';
import { PushPanel } from './push-panel';

/** The export step: the run its address names, else the newest with weights. */
export function ExportPanel() {
  const { id } = useRoute();
  const isLoading = useStudio((state) => state.runs.status !== 'ready');
  const run = useStudio((state) => runInView(state, id));
  if (run !== null) return <Export key={run.id} run={run} />;
  return isLoading ? <Loading label="Opening your runs" /> : <NothingToExport />;
}

function Export({ run }: { readonly run: RunRecord }) {
  const items = useStudio((state) => state.runs.items);
  const job = useStudio((state) => state.exports.jobs[run.id] ?? REMOTE_IDLE);
  const proof = useStudio((state) => state.exports.proofs[run.id] ?? REMOTE_IDLE);
  const isDownloaded = useStudio((state) => state.exports.downloaded[run.id] === valueOf(job));
  const { exportRun, cancel, save } = useStudio((state) => state.exports);
  const model = useStudio((state) => modelById(state, run.spec.modelId));
  const isBusyElsewhere = useStudio((state) => (liveRun(state)?.id ?? run.id) !== run.id);
  const bundle = useBundle(run.id);
  const blocked = !hasWeights(run)
    ? 'This run has no checkpoint yet; the first evaluation, pause or stop writes one.'
    : isBusyElsewhere
      ? 'Another run is training; export this one when it has ended.'
      : null;
  return (
    <ExportView
      run={run}
      model={model}
      picker={<RunPicker panel="export" runs={items.filter(hasWeights)} runId={run.id} />}
      elsewhere={
        <>
          <PushPanel run={run} job={job} />
          <BundlePanel {...bundle} title="Train it on a cluster" blocked={noBundle(run)} />
        </>
      }
      job={job}
      proof={proof}
      isDownloaded={isDownloaded}
      certificate={<CertificatePanel run={run} blocked={blocked} />}
      blocked={blocked}
      onExport={() => void exportRun(run.id)}
      onCancel={() => cancel(run.id)}
      onSave={() => void save(run.id)}
    />
  );
}

/** Why a run cannot be packed to be trained again. */
function noBundle({ cluster }: RunRecord): string | null {
  return cluster?.hasBase === false ? 'The model that this run started from is not in this browser.' : null;
}
