import type { ExportReport } from '../../core/contract/export';
import type { RunRecord } from '../../core/contract/run';
import type { Remote } from '../../state/remote';
import { usePush } from '../../state/use-push';
import { Panel } from '../../ui/panel';
import { PushFlow } from '../../ui/push/push-flow';

interface PushPanelProps {
  readonly run: RunRecord;
  readonly job: Remote<ExportReport>;
}

/** The exported zip, file by file, to the Hugging Face Hub. */
export function PushPanel({ run, job }: PushPanelProps) {
  const push = usePush({ kind: 'run', id: run.id });
  return (
    <Panel
      title="Push to the Hugging Face Hub"
      description="The files of the zip above, sent from here to huggingface.co. No file is sent before you have seen and confirmed what goes where."
    >
      <PushFlow
        {...push}
        type="model"
        name={run.name}
        blocked={job.status === 'ready' ? null : 'Export the model first: what is pushed is that zip.'}
      />
    </Panel>
  );
}
