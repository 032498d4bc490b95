import { useState } from 'react';
import type { DatasetRecord, DatasetReport } from '../../core/contract/dataset';
import { useStudio } from '../../state/react';
import { type Remote, REMOTE_IDLE } from '../../state/remote';
import { chosenDataset } from '../../state/selectors';

const IDLE: Remote<DatasetReport> = REMOTE_IDLE;

/** The data step's part of the store. */
export function useData() {
  const status = useStudio((s) => s.datasets.status);
  const items = useStudio((s) => s.datasets.items);
  const jobs = useStudio((s) => s.datasets.imports);
  const dataset = useStudio(chosenDataset);
  const datasets = useStudio((s) => s.datasets);
  const selectDataset = useStudio((s) => s.setup.selectDataset);
  const [shownFileId, showFile] = useState('');
  return {
    loading: status !== 'ready',
    items,
    jobs,
    dataset,
    report: (dataset === null ? undefined : datasets.reports[dataset.id]) ?? IDLE,
    shownFile: dataset?.files.find((file) => file.id === shownFileId) ?? dataset?.files[0] ?? null,
    showFile,
    datasets,
    selectDataset,
  };
}

/** A second file whose name says what it is for gets that use; anything else is divided like the rest. */
export function roleByName(
  name: string,
  existing: DatasetRecord | null,
): 'auto' | 'train' | 'validation' | 'test' {
  if (existing === null) return 'auto';
  const words = name.toLowerCase().split(/[^a-z]+/);
  if (words.includes('test') || words.includes('holdout') || words.includes('heldout')) return 'test';
  if (
    words.includes('validation') ||
    words.includes('valid') ||
    words.includes('val') ||
    words.includes('dev')
  ) {
    return 'validation';
  }
  return 'auto';
}
