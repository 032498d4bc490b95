import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { formatCount, formatShare } from '../../core/units';
import classes from './confusion-matrix.module.css';

interface ConfusionMatrixProps {
  /** Label i names row i and column i. */
  readonly labels: readonly string[];
  /** counts[true][predicted], in rows of data. */
  readonly counts: readonly (readonly number[])[];
}

type Unit = 'counts' | 'share';

/** True labels down, predicted labels across; the shade is a cell's share of its row, the figure stands in it. */
export function ConfusionMatrix({ labels, counts }: ConfusionMatrixProps) {
  const [unit, setUnit] = useState<Unit>('counts');
  return (
    <div className={classes.root}>
      <SegmentedControl
        size="xs"
        aria-label="Figures in the confusion matrix"
        value={unit}
        onChange={(value) => setUnit(value === 'share' ? 'share' : 'counts')}
        data={[
          { value: 'counts', label: 'Rows' },
          { value: 'share', label: 'Share of true label' },
        ]}
      />
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Confusion matrix, scrolls">
        <table className={classes.table}>
          <caption className={classes.caption}>True label down, predicted label across</caption>
          <thead>
            <tr>
              <td className={classes.corner}>{'true ↓\npredicted →'}</td>
              {labels.map((label) => (
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
            {labels.map((label, row) => (
              <MatrixRow
                key={label}
                label={label}
                labels={labels}
                row={row}
                counts={counts[row] ?? []}
                unit={unit}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.note}>
        The outlined diagonal is what the model got right; a darker cell holds more of its row.
      </p>
    </div>
  );
}

interface MatrixRowProps {
  readonly label: string;
  readonly labels: readonly string[];
  readonly row: number;
  readonly counts: readonly number[];
  readonly unit: Unit;
}

function MatrixRow({ label, labels, row, counts, unit }: MatrixRowProps) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <tr>
      <th scope="row" title={label}>
        <span>{label}</span>
      </th>
      {labels.map((predicted, column) => {
        const count = counts[column] ?? 0;
        const share = total === 0 ? 0 : count / total;
        return (
          <td
            key={predicted}
            title={`${formatCount(count)} of ${formatCount(total)} rows “${label}” predicted “${predicted}” (${formatShare(share)})`}
            data-right={row === column || undefined}
            data-strong={share > 0.6 || undefined}
            data-none={count === 0 || undefined}
            style={{
              background: `color-mix(in oklab, var(--tt-cat-1) ${Math.round(share * 100)}%, var(--tt-sunken))`,
            }}
          >
            {unit === 'counts' ? formatCount(count) : total === 0 ? '–' : formatShare(share)}
          </td>
        );
      })}
      <td className={classes.total}>{formatCount(total)}</td>
    </tr>
  );
}
