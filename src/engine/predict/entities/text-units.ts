import type { Entity, TokenPrediction } from '../../../core/contract/predictions';

/** The prediction with positions in UTF-16 units, for the page: the one place where code points are converted. */
export function toTextUnits(prediction: TokenPrediction): TokenPrediction {
  const { text, entities } = prediction;
  const units = unitStarts(text);
  const place = <T extends { readonly start: number; readonly end: number }>(stretch: T): T => ({
    ...stretch,
    start: units[stretch.start] ?? text.length,
    end: units[stretch.end] ?? text.length,
  });
  const placed = (list: readonly Entity[]) => list.map(place);
  return {
    ...prediction,
    tokens: prediction.tokens.map(place),
    entities: {
      none: placed(entities.none),
      simple: placed(entities.simple),
      first: placed(entities.first),
      average: placed(entities.average),
      max: placed(entities.max),
    },
  };
}

/** Where each code point begins, and the end. */
function unitStarts(text: string): number[] {
  let next = 0;
  const starts = Array.from(text, (character) => {
    const start = next;
    next += character.length;
    return start;
  });
  return [...starts, next];
}
