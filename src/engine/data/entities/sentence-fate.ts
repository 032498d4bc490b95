import type {
  DatasetFile,
  DatasetRecord,
  ExclusionReason,
  TokenMapping,
} from '../../../core/contract/dataset';
import { fixedSplit, OPEN_SPLIT, splitColumnIndex } from '../columns';
import type { RawSentence } from './raw-sentences';
import type { Sentence, Understood } from './sentence-rules';
import { labelOfType } from './tag-list';

/** Why a sentence is not used, and the index of its split where something fixes it. */
export interface SentenceFate {
  /** null when it is used. */
  readonly reason: ExclusionReason | null;
  readonly split: number;
}

/** Decides over the sentences of one file. Throws `DATA_COLUMN_MISSING` (file, column). */
export function sentenceFates(
  dataset: DatasetRecord,
  file: DatasetFile,
  mapping: TokenMapping,
): (raw: RawSentence, understood: Understood) => SentenceFate {
  const byColumn = splitColumnIndex(file, mapping.split) >= 0;
  return (raw, { sentence, reason }) => {
    const split = fixedSplit(file, raw.split, byColumn);
    const dropped = sentence !== null && holdsDroppedType(dataset, sentence) ? 'dropped-label' : null;
    return { reason: reason ?? (split === null ? 'unknown-split' : dropped), split: split ?? OPEN_SPLIT };
  };
}

function holdsDroppedType({ tagging, labelMap }: DatasetRecord, { entities }: Sentence): boolean {
  if (tagging.droppedTypes !== 'leave-out' || labelMap === null) return false;
  return entities.some(({ type }) => labelOfType(labelMap, type) === null);
}
