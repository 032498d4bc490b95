import { TextBuilder } from '../text-builder';
import { type Pieces, type WorkingText } from '../working-text';

/** Puts `prefix` before the pieces that `needsPrefix` names by where they begin; it belongs where their first character does. */
export function prefixPieces(
  pieces: Pieces,
  prefix: string,
  needsPrefix: (text: WorkingText, begin: number) => boolean,
): Pieces {
  const { text, bounds } = pieces;
  const needed = bounds.map((begin, i) => i % 2 === 0 && needsPrefix(text, begin));
  if (!needed.includes(true)) return pieces;
  const builder = new TextBuilder(text, text.text.length + (bounds.length / 2) * prefix.length);
  const moved: number[] = [];
  for (let p = 0; p < bounds.length; p += 2) {
    const begin = bounds[p] ?? 0;
    moved.push(builder.length);
    if (needed[p]) builder.insert(prefix, begin);
    builder.copy(begin, bounds[p + 1] ?? 0);
    moved.push(builder.length);
  }
  return { text: builder.build(), bounds: moved };
}
