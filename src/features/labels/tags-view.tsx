import type { DatasetRecord, FileScheme, TaggingReport } from '../../core/contract/dataset';
import { SPLIT_NAMES } from '../../core/contract/task';
import { formatCount } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { Panel } from '../../ui/panel';
import { SPLIT_LABELS } from '../../ui/splits';

interface TagsViewProps {
  readonly report: TaggingReport;
  readonly files: DatasetRecord['files'];
}

interface TagRow {
  readonly id: number;
  readonly tag: string;
}

/** The tags that the model learns, in id order, with the words that have each. */
export function TagsView({ report, files }: TagsViewProps) {
  const columns: Column<TagRow>[] = [
    { key: 'id', header: 'Id', width: '56px', align: 'end', cell: ({ id }) => id },
    { key: 'tag', header: 'Tag', rowHeader: true, cell: ({ tag }) => tag },
    ...SPLIT_NAMES.map(
      (split): Column<TagRow> => ({
        key: split,
        header: SPLIT_LABELS[split],
        width: '88px',
        align: 'end',
        cell: ({ id }) => formatCount(report.tagCounts[split][id] ?? 0),
      }),
    ),
  ];
  return (
    <Panel title="Tags of the words" description={conversion(report.schemes, files)} flush>
      <DataTable
        caption="Tags"
        columns={columns}
        rows={report.tags.map((tag, id) => ({ id, tag }))}
        rowKey={({ tag }) => tag}
        maxHeight={420}
        minWidth={480}
        minWidthNarrow={460}
      />
    </Panel>
  );
}

/** Which schemes were found and what is made of them, in words. */
function conversion(schemes: readonly FileScheme[], files: DatasetRecord['files']): string {
  const kinds = [...new Set(schemes.map((each) => (each.found === null ? 'positions' : each.scheme)))];
  const nameOf = (id: string): string => files.find((file) => file.id === id)?.name ?? '';
  if (kinds.length > 1) {
    const each = schemes.map(
      ({ fileId, scheme, found }) =>
        `${nameOf(fileId)} ${found === null ? 'has positions' : `is in ${scheme}`}`,
    );
    return `${each.join(', ')}. All are turned into IOB2, which is what the model learns.`;
  }
  switch (kinds[0]) {
    case 'IOB2':
      return 'The files are in IOB2, and so are the tags of the model: nothing is converted.';
    case 'positions':
      return 'Made from the positions of entities in the texts: B- on the first word of each, I- on the others.';
    case 'IO':
      return 'The files have types without prefixes. Neighbouring words of one type become one entity, in IOB2.';
    default:
      return `The files are in ${kinds[0] ?? 'IOB2'}. Each entity keeps its words; the tags become IOB2.`;
  }
}
