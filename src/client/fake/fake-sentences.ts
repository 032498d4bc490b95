import { NO_PROBLEMS } from '../../core/catalog/row-counts';
import type {
  AlignedRow,
  DatasetRecord,
  ExcludedRow,
  ExclusionReason,
  LabelMap,
  TaggingReport,
} from '../../core/contract/dataset';
import type { Example } from './fake-table';

/** Words and IOB2 tags between spaces. */
export function readFakeSentence(
  text: string,
  tagText: string,
): Pick<Example, 'raws' | 'text' | 'tags'> | ExclusionReason {
  if (text === '') return 'empty-text';
  const tags = tagText.split(' ').filter((tag) => tag !== '');
  if (tags.length === 0) return 'empty-label';
  if (tags.length !== text.split(' ').length) return 'unequal-lengths';
  const raws = tags.filter((tag) => tag.startsWith('B-')).map((tag) => tag.slice(2));
  return { raws, text, tags };
}

interface FakeSplits {
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
  readonly test: readonly Example[];
  readonly excluded: readonly ExcludedRow[];
}

/** Tags of all examples in order of code points; the problems are the rows of unequal lengths. */
export function fakeTagging(dataset: DatasetRecord, splits: FakeSplits, map: LabelMap): TaggingReport {
  const tagsOf = (examples: readonly Example[]): string[] =>
    examples.flatMap(({ tags }) => tags.map((tag) => rename(tag, map)));
  const all = [splits.train, splits.validation, splits.test].flatMap(tagsOf);
  const tags = [...new Set(['O', ...all])].sort();
  const count = (examples: readonly Example[]): number[] => {
    const found = tagsOf(examples);
    return tags.map((tag) => found.filter((each) => each === tag).length);
  };
  const unequal = splits.excluded.filter(({ reason }) => reason === 'unequal-lengths');
  return {
    schemes: dataset.files.map(({ id }) => ({
      fileId: id,
      scheme: dataset.tagging.schemes[id] ?? 'IOB2',
      found: 'IOB2',
      contradictions: { IOB1: 3, IOB2: 0 },
    })),
    tags,
    tagCounts: { train: count(splits.train), validation: count(splits.validation), test: count(splits.test) },
    unnamed: all.some((tag) => /^\d+$/.test(tag)) && dataset.tagging.tagNames === null ? ['0', '1'] : [],
    problemCounts: { ...NO_PROBLEMS, 'unequal-lengths': unequal.length },
    problems: unequal.map(({ fileId, row, line, excerpt }) => ({
      fileId,
      row,
      line,
      excerpt,
      kind: 'unequal-lengths',
    })),
  };
}

function rename(tag: string, { assign }: LabelMap): string {
  if (tag === 'O') return tag;
  const type = assign[tag.slice(2)];
  return type === null ? 'O' : `${tag.slice(0, 2)}${type ?? tag.slice(2)}`;
}

/** Two tokens for words of more than four letters, one for others. */
export function fakeAlignedRow(
  { text, tags, row }: Example,
  map: LabelMap,
  option: 'first' | 'all-iob' | 'all',
): AlignedRow {
  const words = text.split(' ').map((word, i) => {
    const tag = rename(tags[i] ?? 'O', map);
    const inside = option === 'all-iob' ? tag.replace('B-', 'I-') : tag;
    const pieces = word.length > 4 ? [word.slice(0, 4), `##${word.slice(4)}`] : [word];
    const tokens = pieces.map((piece, k) => ({
      text: piece,
      label: k === 0 ? tag : option === 'first' ? null : inside,
    }));
    return { text: word, tag, tokens };
  });
  return { row: row.row, line: row.line, words, truncated: false, reason: null };
}
