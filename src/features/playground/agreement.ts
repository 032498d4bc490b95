import type {
  AggregationStrategy,
  Entity,
  Prediction,
  TextPrediction,
  TokenPrediction,
} from '../../core/contract/predictions';
import { formatCounted } from '../../core/units';

/** How far the answers of two models to one text agree. */
export interface Agreement {
  readonly agrees: boolean;
  readonly text: string;
}

/** Compares the answer of an exported file, by its name, with the studio's. */
export function agreementOf(
  studio: Prediction,
  exported: Prediction,
  name: string,
  strategy: AggregationStrategy,
): Agreement {
  if (studio.task === 'text-classification' && exported.task === 'text-classification') {
    return ofScores(studio, exported, name);
  }
  if (studio.task === 'token-classification' && exported.task === 'token-classification') {
    return ofEntities(studio.entities[strategy], exported, name, strategy);
  }
  throw new RangeError(`${studio.task} beside ${exported.task}`);
}

function ofScores(studio: TextPrediction, exported: TextPrediction, name: string): Agreement {
  const [ours, theirs] = [studio.scores[0]?.label ?? '–', exported.scores[0]?.label ?? '–'];
  if (ours !== theirs) {
    return { agrees: false, text: `Another answer: ${ours} in the studio, ${theirs} in ${name}.` };
  }
  const scores = new Map(studio.scores.map(({ label, score }) => [label, score]));
  const apart = Math.max(
    ...exported.scores.map(({ label, score }) => Math.abs(score - (scores.get(label) ?? 0))),
  );
  return { agrees: true, text: `The same answer; ${differenceOf(apart)}.` };
}

/** A share of one, in percentage points. */
function differenceOf(apart: number): string {
  const points = apart * 100;
  if (points < 0.01) return 'no score differs by more than 0.01 points';
  return `scores differ by up to ${points.toFixed(points < 1 ? 2 : 1)} points`;
}

function ofEntities(
  studio: readonly Entity[],
  { entities }: TokenPrediction,
  name: string,
  strategy: AggregationStrategy,
): Agreement {
  const key = ({ start, end, label }: Entity) => `${start}–${end} ${label}`;
  const ours = new Set(studio.map(key));
  const theirs = new Set(entities[strategy].map(key));
  const alike = [...ours].filter((entity) => theirs.has(entity)).length;
  const [onlyOurs, onlyTheirs] = [ours.size - alike, theirs.size - alike];
  const count = (entity: number) => formatCounted(entity, 'entity', 'entities');
  if (onlyOurs === 0 && onlyTheirs === 0) {
    return { agrees: true, text: alike === 0 ? 'No entities in either.' : `The same ${count(alike)}.` };
  }
  const parts = [
    ...(onlyOurs === 0 ? [] : [`${count(onlyOurs)} only in the studio`]),
    ...(onlyTheirs === 0 ? [] : [`${count(onlyTheirs)} only in ${name}`]),
  ];
  return { agrees: false, text: `${count(alike)} alike, ${parts.join(', ')}.` };
}
