import type { RowResult } from './entity-file';

/** An entity as files have it: positions in code points, as Python slices, and what stands there. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly text: string;
  readonly score: number;
}

export function spansOf({ text, entities }: RowResult): Span[] {
  const characters = [...text];
  return entities.map(({ start, end, label, score }) => ({
    start,
    end,
    label,
    text: characters.slice(start, end).join(''),
    score: Number(score.toFixed(6)),
  }));
}
