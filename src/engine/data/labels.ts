import { byCodePoint } from '../../core/code-points';
import type { LabelMap } from '../../core/contract/dataset';

/**
 * The labels of raw values as they come: each value is its own label; ids follow the sorted order, by code point
 * as Hugging Face's scripts sort them, whole numbers by size.
 */
export function defaultLabelMap(values: Iterable<string>): LabelMap {
  const labels = sortLabels(values);
  return { labels, assign: Object.fromEntries(labels.map((label) => [label, label])) };
}

/** A stored map with labels added for the values it does not know yet (of a file that was added later). */
export function extendLabelMap(map: LabelMap, values: Iterable<string>): LabelMap {
  const unknown = [...values].filter((value) => !Object.hasOwn(map.assign, value));
  if (unknown.length === 0) return map;
  const added = defaultLabelMap(unknown);
  return {
    labels: [...map.labels, ...added.labels.filter((label) => !map.labels.includes(label))],
    assign: { ...map.assign, ...added.assign },
  };
}

/** The class of each raw value; null for a value whose rows are left out. */
export function labelIds(map: LabelMap): ReadonlyMap<string, number | null> {
  const ids = new Map(map.labels.map((label, id) => [label, id]));
  return new Map(
    Object.entries(map.assign).map(([raw, label]) => [raw, label === null ? null : (ids.get(label) ?? null)]),
  );
}

function sortLabels(values: Iterable<string>): string[] {
  const labels = [...new Set(values)];
  const numbers = labels.every((label) => /^\d{1,15}$/.test(label));
  return labels.sort(numbers ? (a, b) => Number(a) - Number(b) || byCodePoint(a, b) : byCodePoint);
}
