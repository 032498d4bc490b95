import type { DatasetReport } from '../../core/contract/dataset';
import { useStudio } from '../../state/react';
import { type Remote, REMOTE_IDLE } from '../../state/remote';
import { chosenDataset } from '../../state/selectors';
import { useKept } from '../../ui/use-kept';

/** The label step's part of the store. */
export function useLabels() {
  const dataset = useStudio(chosenDataset);
  const datasets = useStudio((s) => s.datasets);
  const id = dataset?.id ?? null;
  const current: Remote<DatasetReport> = (id === null ? undefined : datasets.reports[id]) ?? REMOTE_IDLE;
  const settled = current.status === 'ready' || current.status === 'failed';
  return { dataset, datasets, report: useKept(id, current, settled) };
}
