import type { Recipe } from '../../../core/recipe/recipe';
import { IGNORED_LABEL } from '../collate';

/** Which label a token after the first of its word has, by the label of the word. */
export type LaterLabels = Int32Array;

/** For each tag the label of a word's later tokens, or -100: run_ner's `label_all_tokens` maps B- to I-. */
export function laterLabels(tags: readonly string[], option: Recipe['labelAllTokens']): LaterLabels {
  return Int32Array.from(tags, (tag, id) => {
    if (option === 'first') return IGNORED_LABEL;
    const inside = option === 'all-iob' ? tags.indexOf(tag.replaceAll('B-', 'I-')) : -1;
    return inside >= 0 ? inside : id;
  });
}

/**
 * Labels of tokens from those of their words. `wordIds` has -1 for special tokens, which are ignored (-100); a token
 * is the first of its word when the one before it belongs to another.
 */
export function alignLabels(
  wordIds: ArrayLike<number>,
  wordLabels: ArrayLike<number>,
  later: LaterLabels,
): Int32Array {
  let previous = -1;
  return Int32Array.from(wordIds, (word) => {
    const isFirst = word !== previous;
    previous = word;
    const label = word < 0 ? undefined : wordLabels[word];
    if (label === undefined) return IGNORED_LABEL;
    return isFirst ? label : (later[label] ?? IGNORED_LABEL);
  });
}
