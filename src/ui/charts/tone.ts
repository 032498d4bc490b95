import type { Series } from './series';

/** Dash patterns tell curves apart without their hue. */
const DASHES: Readonly<Record<Series['tone'], string>> = { 1: '0', 2: '6 3', 3: '2 3', 4: '9 3 2 3' };

export function toneColor(tone: Series['tone']): string {
  return `var(--chart-tone-${tone})`;
}

export function toneDash(tone: Series['tone']): string {
  return DASHES[tone];
}
