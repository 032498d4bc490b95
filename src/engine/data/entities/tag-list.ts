import type { LabelMap } from '../../../core/contract/dataset';
import { byCodePoint } from '../../../core/code-points';
import { type Entity, iob2Tags, splitTag } from './scheme';
import type { Sentence } from './sentence-rules';

/** What the label map makes of a type of entity; null for one that is dropped. */
export const labelOfType = ({ assign }: LabelMap, type: string): string | null =>
  Object.hasOwn(assign, type) ? (assign[type] ?? null) : type;

/** The IOB2 tags of a sentence, words of dropped types outside. */
export function sentenceTags({ words, entities }: Sentence, map: LabelMap): string[] {
  const named: Entity[] = entities.flatMap((entity) => {
    const type = labelOfType(map, entity.type);
    return type === null ? [] : [{ ...entity, type }];
  });
  return iob2Tags(named, words.length);
}

interface TagSources {
  /** Tags that occur, in IOB2 under the label map. */
  readonly occurring: ReadonlySet<string>;
  /** Tags as the file or the person lists them by number; [] where nobody does. */
  readonly names: readonly string[];
  readonly labelMap: LabelMap;
  /** Whether any file was in another scheme, so that its own tags are not those of the model. */
  readonly converted: boolean;
}

/**
 * The tags of the model in id order: as listed by number, else sorted by code point, as run_ner does. Where tags were
 * converted, each type has both of its tags.
 */
export function tagList({ occurring, names, labelMap, converted }: TagSources): string[] {
  const tags = new Set<string>();
  for (const name of names) {
    for (const tag of listedTags(name, labelMap, converted)) tags.add(tag);
  }
  const rest = new Set([...occurring, 'O']);
  if (converted) {
    for (const tag of occurring) {
      if (tag !== 'O') rest.add(`B-${tag.slice(2)}`).add(`I-${tag.slice(2)}`);
    }
  }
  const sorted = [...rest].filter((tag) => !tags.has(tag)).sort(byCodePoint);
  return [...tags, ...sorted];
}

/** What a listed tag is in IOB2. */
function listedTags(name: string, labelMap: LabelMap, converted: boolean): readonly string[] {
  if (name === '') return [];
  if (name === 'O') return ['O'];
  const split = splitTag(name);
  const type = labelOfType(labelMap, split?.type ?? name);
  if (type === null) return [];
  return split && !converted ? [`${split.letter}-${type}`] : [`B-${type}`, `I-${type}`];
}
