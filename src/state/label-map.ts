import type { LabelMap } from '../core/contract/dataset';

/** Renames a label; if another one has that name already, the two become one. */
export function renameLabel(map: LabelMap, label: string, name: string): LabelMap {
  return mergeLabels(map, [label], name);
}

/** Makes one label of several: `into` is one of them, another label, or a new name that takes the first one's place. */
export function mergeLabels(map: LabelMap, labels: readonly string[], into: string): LabelMap {
  const merged = new Set(labels);
  const renamed = map.labels.map((label) => (merged.has(label) ? into : label));
  const kept = map.labels.includes(into)
    ? map.labels.filter((label) => label === into || !merged.has(label))
    : renamed;
  return { labels: [...new Set(kept)], assign: reassign(map, (label) => (merged.has(label) ? into : label)) };
}

/** Leaves the rows of a label out. */
export function dropLabel(map: LabelMap, dropped: string): LabelMap {
  return {
    labels: map.labels.filter((label) => label !== dropped),
    assign: reassign(map, (label) => (label === dropped ? null : label)),
  };
}

/** Takes the rows of a raw value in again, under the value's own name. */
export function restoreLabel(map: LabelMap, raw: string): LabelMap {
  const labels = map.labels.includes(raw) ? map.labels : [...map.labels, raw];
  return { labels, assign: { ...map.assign, [raw]: raw } };
}

/** Gives a label another place in the list, and so another id. */
export function moveLabel(map: LabelMap, moved: string, toIndex: number): LabelMap {
  if (!map.labels.includes(moved)) return map;
  const others = map.labels.filter((label) => label !== moved);
  return { ...map, labels: others.toSpliced(toIndex, 0, moved) };
}

function reassign(map: LabelMap, rename: (label: string) => string | null): LabelMap['assign'] {
  return Object.fromEntries(
    Object.entries(map.assign).map(([raw, label]) => [raw, label === null ? null : rename(label)]),
  );
}
