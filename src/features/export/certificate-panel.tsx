import { useEffect, useState } from 'react';
import type { MeasuredFormat } from '../../core/contract/export';
import type { RunRecord } from '../../core/contract/run';
import { useStudio } from '../../state/react';
import { REMOTE_IDLE } from '../../state/remote';
import { CertificateView } from './certificate-view';
import { byRow } from './changed-groups';
import { CHANGES_PAGE, ChangesDrawer } from './changes-drawer';

interface CertificatePanelProps {
  readonly run: RunRecord;
  readonly blocked: string | null;
}

/** The certificate of a run's zip, and the predictions behind its figures. */
export function CertificatePanel({ run, blocked }: CertificatePanelProps) {
  const job = useStudio((state) => state.exports.jobs[run.id] ?? REMOTE_IDLE);
  const proof = useStudio((state) => state.exports.proofs[run.id] ?? REMOTE_IDLE);
  const { certify, cancel, restore } = useStudio((state) => state.exports);
  const rows = useStudio((state) => state.cases.rows);
  const { read, close } = useStudio((state) => state.cases);
  const [shown, setShown] = useState<MeasuredFormat | null>(null);
  const [offset, setOffset] = useState(0);
  useEffect(() => void restore(run.id), [run.id, restore]);

  const show = (format: MeasuredFormat, from: number) => {
    setShown(format);
    setOffset(from);
    const page = byRow(format.changed).slice(from, from + CHANGES_PAGE);
    void read(
      run.id,
      page.map(({ fileId, row }) => ({ fileId, row })),
    );
  };
  return (
    <>
      <CertificateView
        run={run}
        job={job}
        proof={proof}
        blocked={blocked}
        onCertify={(device) => void certify(run.id, device)}
        onCancel={() => cancel(run.id)}
        onShowChanges={(format) => show(format, 0)}
      />
      <ChangesDrawer
        format={shown}
        offset={offset}
        rows={rows}
        onOffset={(next) => (shown === null ? undefined : show(shown, next))}
        onClose={() => {
          setShown(null);
          close();
        }}
      />
    </>
  );
}
