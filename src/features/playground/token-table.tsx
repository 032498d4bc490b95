import { Checkbox } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import {
  AGGREGATION_STRATEGIES,
  type AggregationStrategy,
  type TokenPrediction,
} from '../../core/contract/predictions';
import { formatCounted, formatShare } from '../../core/units';
import { entityTone } from '../../ui/entities/entity-text';
import { typesOfTags } from '../../ui/entities/entity-types';
import { Pager } from '../../ui/pager';
import { Panel } from '../../ui/panel';
import { codePointOffsets } from './code-points';
import { STRATEGIES } from './strategies';
import classes from './token-table.module.css';
import { type TokenDecision, type TokenRow, tokenRows } from './token-rows';

/** Tokens shown at once. */
const PAGE = 120;

interface TokenTableProps {
  readonly prediction: TokenPrediction;
  readonly strategy: AggregationStrategy;
  /** A control that chooses between tables. */
  readonly choice: ReactNode;
}

/** What the model read in each token, and what each strategy made of it. */
export function TokenTable({ prediction, strategy, choice }: TokenTableProps) {
  const [offset, setOffset] = useState(0);
  const [onlyDifferent, setOnlyDifferent] = useState(false);
  const rows = tokenRows(prediction);
  const differing = new Set(rows.filter(({ differs }) => differs).map(({ wordIndex }) => wordIndex));
  const shown = onlyDifferent ? rows.filter(({ wordIndex }) => differing.has(wordIndex)) : rows;
  return (
    <Panel
      title="Token by token"
      description={
        differing.size === 0
          ? 'Simple, first, average and max agree on every word of this text.'
          : `Simple, first, average and max do not agree on ${formatCounted(differing.size, 'word')}, marked with ≠. A pale entry follows another token of its word; the share under “average” is the mean of all its tokens.`
      }
      actions={
        <>
          {differing.size === 0 ? null : (
            <Checkbox
              size="xs"
              label="Only where they differ"
              checked={onlyDifferent}
              onChange={(event) => {
                setOnlyDifferent(event.currentTarget.checked);
                setOffset(0);
              }}
            />
          )}
          {choice}
        </>
      }
      flush
    >
      <div className={classes.scroll} tabIndex={0} role="group" aria-label="Tokens, scrollable">
        <table className={classes.table} aria-label="Tokens">
          <colgroup>
            <col className={classes.colToken} />
            <col className={classes.colReading} />
            {AGGREGATION_STRATEGIES.map((name) => (
              <col key={name} className={name === 'average' ? classes.colAverage : undefined} />
            ))}
          </colgroup>
          <Head strategy={strategy} />
          <Body rows={shown.slice(offset, offset + PAGE)} prediction={prediction} strategy={strategy} />
        </table>
      </div>
      {shown.length > PAGE ? (
        <div className={classes.pager}>
          <Pager label="tokens" offset={offset} size={PAGE} total={shown.length} onChange={setOffset} />
        </div>
      ) : null}
    </Panel>
  );
}

function Head({ strategy }: { readonly strategy: AggregationStrategy }) {
  return (
    <thead>
      <tr>
        <th scope="col">Token</th>
        <th scope="col">Reads as</th>
        {AGGREGATION_STRATEGIES.map((name) => (
          <th key={name} scope="col" aria-current={name === strategy || undefined}>
            {STRATEGIES[name].label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface BodyProps extends Omit<TokenTableProps, 'choice'> {
  readonly rows: readonly TokenRow[];
}

function Body({ rows, prediction, strategy }: BodyProps) {
  const { text, labels } = prediction;
  const types = typesOfTags(labels);
  const at = codePointOffsets(text);
  return (
    <tbody>
      {rows.map((row, i) => (
        <tr
          key={row.key}
          data-new-word={rows[i - 1]?.wordIndex !== row.wordIndex || undefined}
          data-differs={row.differs || undefined}
        >
          <th
            scope="row"
            title={`“${text.slice(row.start, row.end)}”, characters ${at(row.start)}–${at(row.end)}`}
          >
            <span className={classes.token} data-subword={row.isSubword || undefined}>
              {row.token}
            </span>
            {row.differs ? (
              <span
                className={classes.differs}
                role="img"
                aria-label="strategies differ"
                title="The strategies differ"
              >
                ≠
              </span>
            ) : null}
          </th>
          <td>
            <Reading row={row} />
          </td>
          {AGGREGATION_STRATEGIES.map((name) => (
            <td key={name} data-chosen={name === strategy || undefined}>
              <Decision decision={row.decisions[name]} types={types} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

/** Probabilities below this are not worth a second line. */
const WORTH_TELLING = 0.05;

function Reading({ row: { best, runnerUp } }: { readonly row: TokenRow }) {
  return (
    <span className={classes.reading}>
      <span className={classes.best}>
        {best.label} <data value={best.score}>{formatShare(best.score)}</data>
      </span>
      {runnerUp !== null && runnerUp.score >= WORTH_TELLING ? (
        <span className={classes.runnerUp}>
          {runnerUp.label} {formatShare(runnerUp.score)}
        </span>
      ) : null}
    </span>
  );
}

function Decision({
  decision: { entity, begins, counts, mean },
  types,
}: {
  readonly decision: TokenDecision;
  readonly types: readonly string[];
}) {
  const share =
    mean === null ? null : (
      <>
        {' '}
        <data value={mean} title="Mean of the word’s tokens">
          {formatShare(mean, 0)}
        </data>
      </>
    );
  if (entity === null) {
    return (
      <span className={classes.outside} data-pale={!counts || undefined}>
        O{share}
      </span>
    );
  }
  return (
    <span
      {...entityTone(types, entity.label, classes.decision)}
      data-begins={begins || undefined}
      data-pale={!counts || undefined}
      title={`${entity.label} ${formatShare(entity.score)}${counts ? '' : '; another token of the word spoke for this one'}`}
    >
      {entity.label}
      {share}
    </span>
  );
}
