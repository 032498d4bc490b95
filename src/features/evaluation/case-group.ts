import type { ConfusionCell, Evaluation, RowReference } from '../../core/contract/run';

/** Rows that came out in one way. */
export interface CaseGroup {
  /** "“spam” taken for “ham”". */
  readonly title: string;
  /** Of all that came out so; `rows` are the first of them, each once. */
  readonly count: number;
  /** What is counted. */
  readonly unit: 'row' | 'entity';
  readonly rows: readonly RowReference[];
}

export function labelGroup(
  { cells, confusion }: Evaluation,
  labels: readonly string[],
  truth: number,
  predicted: number,
): CaseGroup | null {
  const cell = cellAt(cells, truth, predicted);
  if (cell === undefined) return null;
  const title = describeLabels(labels, truth, predicted);
  return { title, count: confusion[truth]?.[predicted] ?? 0, unit: 'row', rows: cell.rows };
}

export function describeLabels(labels: readonly string[], truth: number, predicted: number): string {
  const label = `“${labels[truth] ?? ''}”`;
  return truth === predicted ? `${label} predicted right` : `${label} taken for “${labels[predicted] ?? ''}”`;
}

export function entityGroup(
  { entities }: Evaluation,
  truth: number,
  found: number,
  wrongBoundary: boolean,
): CaseGroup | null {
  if (entities === null) return null;
  const shifted = entities.wrongBoundary[truth]?.[found] ?? 0;
  const cell = cellAt(
    entities.cells.filter((candidate) => candidate.wrongBoundary === wrongBoundary),
    truth,
    found,
  );
  if (cell === undefined) return null;
  const count = wrongBoundary ? shifted : (entities.counts[truth]?.[found] ?? 0) - shifted;
  return {
    title: describeEntities(entities.types, truth, found, wrongBoundary),
    count,
    unit: 'entity',
    rows: cell.rows,
  };
}

/** What happened to entities of a type: an index beyond the types stands for nothing. */
export function describeEntities(
  types: readonly string[],
  truth: number,
  found: number,
  wrongBoundary: boolean,
): string {
  const type = types[truth];
  const as = types[found];
  if (type === undefined) return `${as ?? ''} found where there is nothing`;
  if (as === undefined) return `${type} not found`;
  const what = truth === found ? `${type} found` : `${type} taken for ${as}`;
  if (wrongBoundary) return `${what}, with other boundaries`;
  return truth === found ? `${what} exactly` : what;
}

function cellAt<Cell extends ConfusionCell>(
  cells: readonly Cell[],
  truth: number,
  predicted: number,
): Cell | undefined {
  return cells.find((cell) => cell.truth === truth && cell.predicted === predicted && cell.rows.length > 0);
}
