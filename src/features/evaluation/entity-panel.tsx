import type { EntityConfusion, Evaluation } from '../../core/contract/run';
import { formatCount, formatCounted, formatShare } from '../../core/units';
import { type CellPlace, ConfusionMatrix } from '../../ui/charts/confusion-matrix';
import { Meter } from '../../ui/meter';
import { Panel } from '../../ui/panel';
import { Stat, StatRow } from '../../ui/stat';
import { type CaseGroup, describeEntities, entityGroup } from './case-group';
import { entityOutcomes } from './entity-outcomes';
import classes from './evaluation.module.css';

interface EntityPanelProps {
  readonly evaluation: Evaluation;
  readonly entities: EntityConfusion;
  readonly onOpen: (group: CaseGroup) => void;
}

/** What became of the true entities, and what was found that is none; each cell opens its rows. */
export function EntityPanel({ evaluation, entities, onOpen }: EntityPanelProps) {
  const { types } = entities;
  const hasRows = entities.cells.length > 0;
  const group = ({ row, column, isAside }: CellPlace) => entityGroup(evaluation, row, column, isAside);
  return (
    <Panel
      title="Entities found, missed and invented"
      description={
        hasRows
          ? 'Each true entity beside what was found in its place. A figure opens its rows.'
          : 'Each true entity beside what was found in its place. “Evaluate now” finds the rows behind the figures.'
      }
    >
      <div className={classes.stack}>
        <Outcomes entities={entities} />
        <ConfusionMatrix
          of="entities"
          rows={[...types, 'invented']}
          columns={[...types, 'missed']}
          counts={entities.counts}
          asides={entities.wrongBoundary}
          asideName="shifted"
          unit="entities"
          describe={({ row, column, isAside }) => describeEntities(types, row, column, isAside)}
          canOpen={(place) => group(place) !== null}
          onOpen={(place) => {
            const opened = group(place);
            if (opened !== null) onOpen(opened);
          }}
          note="“Shifted” entities overlap the true one but begin or end elsewhere: for F1 they count as wrong. The last line holds what was found where there is nothing."
        />
      </div>
    </Panel>
  );
}

function Outcomes({ entities }: { readonly entities: EntityConfusion }) {
  const { truth, exact, wrongBoundary, wrongType, missed, invented } = entityOutcomes(entities);
  const share = (count: number) => (truth === 0 ? 0 : count / truth);
  const note = (count: number) => formatShare(truth === 0 ? Number.NaN : count / truth);
  return (
    <div className={classes.outcomes}>
      <Meter
        parts={[
          { key: 'exact', share: share(exact), color: 'var(--tt-cat-3)' },
          { key: 'boundary', share: share(wrongBoundary), color: 'var(--tt-cat-5)' },
          { key: 'type', share: share(wrongType), color: 'var(--tt-cat-2)' },
          { key: 'missed', share: share(missed), color: 'var(--tt-line-strong)' },
        ]}
      />
      <StatRow label="What became of the entities">
        <Stat
          label="Exactly right"
          value={formatCount(exact)}
          note={note(exact)}
          help="Type, beginning and end are right."
        />
        <Stat
          label="Wrong boundary"
          value={formatCount(wrongBoundary)}
          note={note(wrongBoundary)}
          help="The type is right, but it begins or ends elsewhere."
        />
        <Stat
          label="Wrong type"
          value={formatCount(wrongType)}
          note={note(wrongType)}
          help="An entity was found in its place, of another type."
        />
        <Stat
          label="Missed"
          value={formatCount(missed)}
          note={note(missed)}
          help="Nothing was found where the entity stands."
        />
        <Stat
          label="Invented"
          value={formatCount(invented)}
          note={`beside ${formatCounted(truth, 'true one')}`}
          help="Found where there is no entity."
        />
      </StatRow>
    </div>
  );
}
