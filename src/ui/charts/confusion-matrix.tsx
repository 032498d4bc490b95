/*
 * ConfusionMatrix: what is true down, what was predicted across; the shade is a cell's share of its row, the figure
 * stands in it. `asides` are a second figure of a cell, told apart by `asideName` ("shifted"). Cells for which
 * `canOpen` says so are buttons that call `onOpen`.
 */
import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { formatCount, formatShare } from '../../core/units';
import classes from './confusion-matrix.module.css';

export interface CellPlace {
  readonly row: number;
  readonly column: number;
  readonly isAside: boolean;
}

export interface ConfusionMatrixProps {
  /** What is confused: "labels". Tells the matrices of a page apart where they are read out. */
  readonly of: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** counts[true][predicted], asides included. */
  readonly counts: readonly (readonly number[])[];
  readonly asides?: readonly (readonly number[])[];
  readonly asideName?: string;
  /** What is counted: "rows". */
  readonly unit: string;
  /** A cell in words, without its figure: "“spam” predicted “ham”". */
  readonly describe: (place: CellPlace) => string;
  readonly canOpen?: (place: CellPlace) => boolean;
  readonly onOpen?: (place: CellPlace) => void;
  readonly note: ReactNode;
}

type Figures = 'counts' | 'share';

export function ConfusionMatrix(props: ConfusionMatrixProps) {
  const { rows, columns, unit, note } = props;
  const name = `Confusion of ${props.of}`;
  const [figures, setFigures] = useState<Figures>('counts');
  return (
    <div className={classes.root}>
      <SegmentedControl
        size="xs"
        aria-label={`${name}: figures`}
        value={figures}
        onChange={setFigures}
        data={[
          { value: 'counts', label: unit.charAt(0).toUpperCase() + unit.slice(1) },
          { value: 'share', label: 'Share of the line' },
        ]}
      />
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={`${name}, scrolls`}>
        <table className={classes.table}>
          <caption className={classes.caption}>{name}: what is true down, what was predicted across</caption>
          <thead>
            <tr>
              <td className={classes.corner}>{'true ↓\npredicted →'}</td>
              {columns.map((label) => (
                <th key={label} scope="col" title={label}>
                  <span>{label}</span>
                </th>
              ))}
              <th scope="col" className={classes.total}>
                <span>Sum</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((label, row) => (
              <MatrixRow key={label} {...props} label={label} row={row} figures={figures} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.note}>{note}</p>
    </div>
  );
}

interface MatrixRowProps extends ConfusionMatrixProps {
  readonly label: string;
  readonly row: number;
  readonly figures: Figures;
}

function MatrixRow(props: MatrixRowProps) {
  const { label, row, columns } = props;
  const total = (props.counts[row] ?? []).reduce((sum, count) => sum + count, 0);
  return (
    <tr>
      <th scope="row" title={label}>
        <span>{label}</span>
      </th>
      {columns.map((predicted, column) => (
        <MatrixCell key={predicted} {...props} column={column} total={total} />
      ))}
      <td className={classes.total}>{formatCount(total)}</td>
    </tr>
  );
}

interface MatrixCellProps extends MatrixRowProps {
  readonly column: number;
  readonly total: number;
}

function MatrixCell(props: MatrixCellProps) {
  const { row, column, total, figures } = props;
  const count = props.counts[row]?.[column] ?? 0;
  const aside = props.asides?.[row]?.[column] ?? 0;
  const share = total === 0 ? 0 : count / total;
  const main = count - aside;
  const text = figures === 'counts' ? formatCount(main) : total === 0 ? '–' : formatShare(main / total);
  return (
    <td
      data-right={props.label === props.columns[column] || undefined}
      data-strong={share > 0.6 || undefined}
      data-none={count === 0 || undefined}
      style={{
        background: `color-mix(in oklab, var(--tt-cat-1) ${Math.round(share * 100)}%, var(--tt-sunken))`,
      }}
    >
      <Figure {...props} count={main} isAside={false}>
        {text}
      </Figure>
      {aside === 0 ? null : (
        <Figure {...props} count={aside} isAside>
          +{formatCount(aside)} {props.asideName}
        </Figure>
      )}
    </td>
  );
}

interface FigureProps extends MatrixCellProps {
  readonly count: number;
  readonly isAside: boolean;
  readonly children: ReactNode;
}

/** A figure of a cell: a button where there are rows to be seen behind it. */
function Figure({
  row,
  column,
  total,
  count,
  isAside,
  unit,
  describe,
  canOpen,
  onOpen,
  children,
}: FigureProps) {
  const place = { row, column, isAside };
  const share = total === 0 ? '' : ` (${formatShare(count / total)})`;
  const words = `${formatCount(count)} of ${formatCount(total)} ${unit}: ${describe(place)}${share}`;
  const className = isAside ? classes.aside : classes.figure;
  if (count === 0 || onOpen === undefined || canOpen?.(place) === false) {
    return (
      <span className={className} title={words}>
        {children}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={className}
      title={words}
      aria-label={words}
      onClick={() => onOpen(place)}
    >
      {children}
    </button>
  );
}
