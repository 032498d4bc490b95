import type { Entity } from '../../core/contract/predictions';
import { formatShare } from '../../core/units';
import { type Column, DataTable } from '../../ui/data-table';
import { TypeName } from '../../ui/entities/entity-text';
import { codePointOffsets } from './code-points';
import classes from './playground.module.css';

interface EntityListProps {
  /** What the entities are of, for the table's name. */
  readonly label: string;
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly types: readonly string[];
}

/** Entities of one text with their exact places, counted in characters as Python counts them. */
export function EntityList({ label, text, entities, types }: EntityListProps) {
  if (entities.length === 0) return <p className={classes.note}>No entities found.</p>;
  const at = codePointOffsets(text);
  // Tokens of one character stand in the same place.
  const keys = new Map(entities.map((entity, i) => [entity, String(i)]));
  const columns: Column<Entity>[] = [
    {
      key: 'text',
      header: 'Text',
      rowHeader: true,
      cell: ({ start, end }) => text.slice(start, end),
      text: ({ start, end }) => text.slice(start, end),
    },
    {
      key: 'type',
      header: 'Type',
      width: '27%',
      cell: (entity) => <TypeName label={entity.label} types={types} />,
      text: (entity) => entity.label,
    },
    {
      key: 'place',
      header: 'Start–end',
      width: '88px',
      align: 'end',
      wideOnly: true,
      cell: ({ start, end }) => `${at(start)}–${at(end)}`,
    },
    {
      key: 'score',
      header: 'Score',
      width: '84px',
      align: 'end',
      cell: ({ score }) => <data value={score}>{formatShare(score)}</data>,
    },
  ];
  return (
    <div className={classes.entities}>
      <DataTable
        caption={label}
        columns={columns}
        rows={entities}
        rowKey={(entity) => keys.get(entity) ?? ''}
        maxHeight={280}
        minWidth={420}
        minWidthNarrow={270}
      />
    </div>
  );
}
