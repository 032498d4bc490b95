import type { ClassScore } from '../../core/contract/predictions';

const NUMBER = /^[+-]?(\d+([.,]\d+)?|\.\d+)(e[+-]?\d+)?$/iu;
/** What makes a spreadsheet take a cell for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Writes the lines of a predictions CSV (RFC 4180): the table's own columns, then what was predicted. */
export interface PredictionCsv {
  readonly header: string;
  /** `scores`: all classes, best first; null for a row without a usable text. */
  row(cells: readonly string[], scores: readonly ClassScore[] | null): string;
}

/** `classes` asks for a column of scores for each of them as well. */
export function predictionCsv(columns: readonly string[], classes: readonly string[] = []): PredictionCsv {
  const added = freeNames(columns, [
    'predicted_label',
    'predicted_score',
    ...classes.map((name) => `score_${name}`),
  ]);
  return {
    header: csvLine([...columns, ...added]),
    row(cells, scores) {
      if (scores === null) return csvLine([...cells, ...added.map(() => '')]);
      const best = scores[0];
      const byLabel = new Map(scores.map(({ label, score }) => [label, score]));
      const each = classes.map((name) => formatScore(byLabel.get(name)));
      return csvLine([...cells, best?.label ?? '', formatScore(best?.score), ...each]);
    },
  };
}

/** `wanted` names for new columns; one that is taken gets a number. */
export function freeNames(columns: readonly string[], wanted: readonly string[]): string[] {
  const taken = new Set(columns);
  return wanted.map((name) => {
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
    taken.add(free);
    return free;
  });
}

const formatScore = (score: number | undefined): string => (score === undefined ? '' : score.toFixed(6));

/** A line of a CSV. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** A cell that would run as a formula gets an apostrophe before it; numbers stay numbers. */
function cellText(cell: string): string {
  const safe = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
