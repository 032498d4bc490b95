import type { Entity } from '../../../core/contract/predictions';

/**
 * Entities of overlapping windows as one list (the pipeline's aggregate_overlapping_entities): of two that overlap
 * the longer stays, of equally long ones the surer. Labels are not compared. Not for a text of one window.
 */
export function mergeOverlapping(entities: readonly Entity[]): Entity[] {
  const [first, ...rest] = entities.toSorted((a, b) => a.start - b.start);
  if (first === undefined) return [];
  const merged: Entity[] = [];
  let current = first;
  // The reference compares the first entity with itself too, which tells one without length twice.
  for (const entity of [first, ...rest]) {
    if (current.start <= entity.start && entity.start < current.end) {
      if (isBetter(entity, current)) current = entity;
    } else {
      merged.push(current);
      current = entity;
    }
  }
  return [...merged, current];
}

function isBetter(a: Entity, b: Entity): boolean {
  const difference = a.end - a.start - (b.end - b.start);
  return difference > 0 || (difference === 0 && a.score > b.score);
}
