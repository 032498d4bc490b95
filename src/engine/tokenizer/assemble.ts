import type { Encoding } from './encoding';
import type { PostProcessor, TemplatePiece } from './post-processors/post-processor';
import { type TokenSpaces, trimOffsets } from './post-processors/trim-offsets';
import type { TextTokens } from './text-tokens';
import type { TokenRange } from './truncation';

/** The tokens of a text that a finished sequence takes. */
export interface TextWindow {
  readonly tokens: TextTokens;
  readonly range: TokenRange;
}

export const specialCount = (template: readonly TemplatePiece[]): number =>
  template.filter((piece) => piece.kind === 'special').length;

/** Puts the special tokens around windows of one text, or of two, and trims their offsets. */
export function assemble(
  { single, pair, trimming }: PostProcessor,
  first: TextWindow,
  second: TextWindow | null,
  spacesOfToken: (id: number) => TokenSpaces,
): Encoding {
  const template = second === null ? single : pair;
  const sizeOf = (window: TextWindow | null): number => (window ? window.range.end - window.range.begin : 0);
  const isCut = (window: TextWindow | null): boolean =>
    window !== null && sizeOf(window) < window.tokens.ids.length;
  const total = specialCount(template) + sizeOf(first) + sizeOf(second);
  const encoding: Encoding = {
    ids: new Int32Array(total),
    typeIds: new Uint8Array(total),
    starts: new Int32Array(total),
    ends: new Int32Array(total),
    wordIds: new Int32Array(total).fill(-1),
    specialMask: new Uint8Array(total),
    truncated: isCut(first) || isCut(second),
  };
  let at = 0;
  for (const piece of template) {
    if (piece.kind === 'special') {
      encoding.ids[at] = piece.id;
      encoding.typeIds[at] = piece.typeId;
      encoding.specialMask[at++] = 1;
      continue;
    }
    const window = piece.sequence === 'A' ? first : second;
    if (!window) continue;
    const { tokens, range } = window;
    for (let k = range.begin; k < range.end; k++, at++) {
      const id = tokens.ids[k] ?? 0;
      let [start, end] = [tokens.starts[k] ?? 0, tokens.ends[k] ?? 0];
      if (trimming) {
        const mayHavePrefix = trimming.addPrefixSpace && (k === range.begin || start === 0);
        [start, end] = trimOffsets(start, end, tokens.addedSpaces.get(k) ?? spacesOfToken(id), mayHavePrefix);
      }
      encoding.ids[at] = id;
      encoding.starts[at] = start;
      encoding.ends[at] = end;
      encoding.wordIds[at] = tokens.wordIds[k] ?? 0;
      encoding.typeIds[at] = piece.typeId;
    }
  }
  return encoding;
}
