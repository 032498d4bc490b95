import { PRECISION_NAMES } from '../../core/catalog/precisions';
import type { ChangedPrediction, MeasuredFormat } from '../../core/contract/export';
import { formatCount, formatCounted } from '../../core/units';
import type { Remote } from '../../state/remote';
import type { CaseRow } from '../../state/slices/cases';
import { FailureCard } from '../../ui/failure-card';
import { RowItem, RowList, RowsDrawer } from '../../ui/rows-drawer';
import { byRow, type ChangedRow, tokenAt } from './changed-groups';
import classes from './changes.module.css';

/** Rows shown at once. */
export const CHANGES_PAGE = 8;

export interface ChangesDrawerProps {
  /** Whose changes are shown; null closes the drawer. */
  readonly format: MeasuredFormat | null;
  readonly offset: number;
  /** The rows of this page, as they can be read. */
  readonly rows: Remote<readonly CaseRow[]>;
  readonly onOffset: (offset: number) => void;
  readonly onClose: () => void;
}

/** The predictions that are another one in an exported file, row by row. */
export function ChangesDrawer({ format, offset, rows, onOffset, onClose }: ChangesDrawerProps) {
  const name = format === null ? '' : PRECISION_NAMES[format.precision];
  const groups = byRow(format?.changed ?? []);
  const read = rows.status === 'ready' ? rows.value : [];
  return (
    <RowsDrawer
      isOpen={format !== null}
      title={`Changed in ${name}`}
      lead={format === null ? '' : leadOf(format, name)}
      offset={offset}
      size={CHANGES_PAGE}
      total={groups.length}
      onOffset={onOffset}
      onClose={onClose}
    >
      {rows.status === 'failed' ? <FailureCard failure={rows.failure} /> : null}
      <RowList label="Changed predictions">
        {groups.slice(offset, offset + CHANGES_PAGE).map((group) => (
          <Row
            key={`${group.fileId} ${group.row}`}
            group={group}
            read={read.find(({ fileId, row }) => fileId === group.fileId && row === group.row) ?? null}
          />
        ))}
      </RowList>
    </RowsDrawer>
  );
}

function leadOf({ changed, changedCount }: MeasuredFormat, name: string): string {
  const listed = changed.length < changedCount ? `; the first ${formatCount(changed.length)} are listed` : '';
  return `${formatCounted(changedCount, 'prediction')} in which ${name} does not say what the studio says${listed}.`;
}

function Row({ group, read }: { readonly group: ChangedRow; readonly read: CaseRow | null }) {
  return (
    <RowItem row={group.row} fileName={read?.fileName ?? null}>
      {read === null ? null : <p className={classes.text}>{read.text}</p>}
      {read === null || read.textPair === null ? null : <p className={classes.text}>{read.textPair}</p>}
      {group.changes.map((change) => (
        <Change key={change.token ?? 'text'} change={change} read={read} />
      ))}
    </RowItem>
  );
}

function Change({ change, read }: { readonly change: ChangedPrediction; readonly read: CaseRow | null }) {
  const { token, truth, engine, exported } = change;
  const word = token === null || read === null ? null : tokenAt(read, token);
  return (
    <p className={classes.change}>
      {token === null ? null : (
        <span className={classes.token}>{word === null ? `token ${token}` : <code>{word}</code>}</span>
      )}
      <span>
        <del>{engine}</del> <span aria-hidden="true">→</span> <ins>{exported}</ins>
      </span>
      {truth === null ? null : <span className={classes.truth}>labelled {truth}</span>}
    </p>
  );
}
