import type { PreparedData, PreparedSplit } from '../../core/contract/dataset';
import { SPLIT_NAMES, type SplitName } from '../../core/contract/task';
import { formatCount } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { SPLIT_LABELS } from '../../ui/splits';
import classes from './setup.module.css';

type Cut = PreparedSplit['cut'][number] & { readonly split: SplitName };

interface CutSentencesProps {
  readonly splits: PreparedData['splits'];
  readonly fileName: (fileId: string) => string;
}

/** Sentences whose last words the model does not read, and how many: their entities are neither learned nor counted. */
export function CutSentences({ splits, fileName }: CutSentencesProps) {
  const listed = SPLIT_NAMES.flatMap((split): Cut[] =>
    (splits[split]?.cut ?? []).map((cut) => ({ ...cut, split })),
  );
  if (listed.length === 0) return null;
  const total = SPLIT_NAMES.reduce((sum, split) => sum + (splits[split]?.truncated ?? 0), 0);
  const severalFiles = new Set(listed.map(({ fileId }) => fileId)).size > 1;
  const columns: readonly Column<Cut>[] = [
    { key: 'row', header: 'Row', align: 'end', width: '72px', cell: ({ row }) => formatCount(row) },
    ...(severalFiles
      ? [
          {
            key: 'file',
            header: 'File',
            cell: ({ fileId }: Cut) => fileName(fileId),
            text: ({ fileId }: Cut) => fileName(fileId),
          },
        ]
      : []),
    { key: 'split', header: 'Split', cell: ({ split }) => SPLIT_LABELS[split] },
    {
      key: 'kept',
      header: 'Words read',
      align: 'end',
      cell: ({ kept, words }) => `${formatCount(kept)} of ${formatCount(words)}`,
    },
  ];
  return (
    <details className={classes.fold}>
      <summary>Which sentences lose words</summary>
      <DataTable
        caption="Sentences that lose words"
        columns={columns}
        rows={listed}
        rowKey={({ split, fileId, row }) => `${split} ${fileId} ${row}`}
        maxHeight={240}
      />
      <p className={classes.hint}>
        {listed.length < total ? `The first ${formatCount(listed.length)} of ${formatCount(total)}. ` : ''}
        What stands in the words that are not read is neither learned nor counted.
      </p>
    </details>
  );
}
