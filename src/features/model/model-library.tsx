import type { ModelRecord } from '../../core/contract/model';
import { formatBytes, formatMagnitude } from '../../core/units';
import type { Column } from '../../ui/data-table';
import { LibraryTable } from '../../ui/library-table';
import { sourceText } from './model-facts';
import { StageBadge } from './stage-badge';

interface ModelLibraryProps {
  readonly items: readonly ModelRecord[];
  readonly chosenId: string | null;
  readonly onChoose: (modelId: string) => void;
  readonly onRename: (modelId: string, name: string) => void;
  readonly onDelete: (modelId: string) => void;
}

const COLUMNS: readonly Column<ModelRecord>[] = [
  { key: 'source', header: 'Source', width: '34%', wideOnly: true, cell: sourceText, text: sourceText },
  {
    key: 'parameters',
    header: 'Parameters',
    align: 'end',
    width: '100px',
    wideOnly: true,
    cell: (model) => formatMagnitude(model.parameterCount),
  },
  {
    key: 'size',
    header: 'Size',
    align: 'end',
    width: '90px',
    wideOnly: true,
    cell: (model) => formatBytes(model.sizeBytes),
  },
];

/** Models at hand, kept in this browser. */
export function ModelLibrary(props: ModelLibraryProps) {
  return (
    <LibraryTable
      {...props}
      title="Models in this browser"
      noun="model"
      columns={COLUMNS}
      badge={({ stage }) => <StageBadge stage={stage} />}
      consequence={({ sizeBytes }) =>
        `Frees ${formatBytes(sizeBytes)}. Runs keep their own weights and tokenizer; only comparing them with the model before training needs it here.`
      }
      minWidth={720}
      minWidthNarrow={310}
    />
  );
}
