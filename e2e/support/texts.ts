import type { MadeFile } from '../pages/reach.ts';

const THINGS = ['the budget', 'new rules for rail', 'this old castle', 'a quiet village', 'a rare bird'];
const ENDS = ['after a long night', 'before the summer', 'in a single day'];

interface Row {
  readonly title: string;
  readonly kind: string;
}

/** Headlines of two kinds, made up, the same each time; every fifth news row spells its label another way. */
export function headlines(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => {
    const isNews = i % 2 === 0;
    // One beginning a kind: even a model with random weights learns to tell them apart in a few dozen steps.
    const opening = isNews ? 'Parliament votes on' : 'You will never believe';
    const title = `${opening} ${THINGS[(i * 3) % 5]} ${ENDS[i % 3]}`;
    return { title, kind: isNews ? (i % 10 === 0 ? 'News' : 'news') : 'clickbait' };
  });
}

export function csvOf(rows: readonly Row[]): string {
  return ['title,kind', ...rows.map(({ title, kind }) => `${title},${kind}`), ''].join('\n');
}

export function textFile(name: string, text: string): MadeFile {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
}
