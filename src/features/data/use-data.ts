import { useState } from 'react';
import type { DatasetReport } from '../../core/contract/dataset';
import { useStudio } from '../../state/react';
import { type Remote, REMOTE_IDLE } from '../../state/remote';
import { chosenDataset } from '../../state/selectors';
import { useKept } from '../../ui/use-kept';

/** The data step's part of the store. */
export function useData() {
  const status = useStudio((s) => s.datasets.status);
  const items = useStudio((s) => s.datasets.items);
  const jobs = useStudio((s) => s.datasets.imports);
  const dataset = useStudio(chosenDataset);
  const datasets = useStudio((s) => s.datasets);
  const selectDataset = useStudio((s) => s.setup.selectDataset);
  const [shownFileId, showFile] = useState('');
  const id = dataset?.id ?? null;
  const report: Remote<DatasetReport> = (id === null ? undefined : datasets.reports[id]) ?? REMOTE_IDLE;
  return {
    loading: status !== 'ready',
    items,
    jobs,
    dataset,
    report: useKept(id, report, report.status === 'ready' || report.status === 'failed'),
    shownFile: dataset?.files.find((file) => file.id === shownFileId) ?? dataset?.files[0] ?? null,
    showFile,
    datasets,
    selectDataset,
  };
}
