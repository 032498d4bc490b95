import {
  DEFAULT_ROW_CHOICES,
  type DatasetRecord,
  type DatasetReport,
  EXCLUSION_REASONS,
  type ExclusionReason,
  ROW_PROBLEMS,
  type RowChoice,
  type RowProblemKind,
  type TagScheme,
} from '../../../core/contract/dataset';

/** A raw label and what became of it: another name, or null where its rows or entities were dropped. */
interface LabelChange {
  readonly from: string;
  readonly to: string | null;
  readonly count: number;
}

interface CountedProblem {
  readonly kind: RowProblemKind;
  readonly rows: number;
  readonly choice: RowChoice;
}

/**
 * What was done to the files of a dataset before anything was learned from them. Rows are told by file and number, and
 * never quoted: what was left out stays out.
 */
export interface RepairsRecord {
  readonly format: 'tabtune-repairs';
  readonly version: 1;
  readonly files: readonly {
    readonly name: string;
    readonly rows: number;
    /** Format, encoding, delimiter and so on. */
    readonly reading: Readonly<Record<string, unknown>>;
    /** Scheme of the tags, where there are any; `found` differs where the person chose another. */
    readonly tags: { readonly scheme: TagScheme; readonly found: TagScheme | null } | null;
    readonly notices: number;
  }[];
  readonly columns: DatasetRecord['mapping'];
  readonly labels: readonly LabelChange[];
  /** Rows with something wrong in their words and tags, and what was done about it. */
  readonly problems: readonly CountedProblem[];
  readonly leftOut: readonly { readonly reason: ExclusionReason; readonly rows: number }[];
  /** The first thousand of each. */
  readonly rows: readonly {
    readonly file: string;
    readonly row: number;
    readonly line: number;
    readonly leftOut: ExclusionReason | null;
    readonly repaired: RowProblemKind | null;
  }[];
  readonly splits: { readonly seed: number; readonly origin: DatasetReport['origin'] };
}

/** The record of a dataset as its report has it. */
export function repairsOf(dataset: DatasetRecord, report: DatasetReport): RepairsRecord {
  const { tagging } = report;
  const choices = { ...DEFAULT_ROW_CHOICES, ...dataset.tagging.choices };
  const nameOf = (fileId: string): string => dataset.files.find(({ id }) => id === fileId)?.name ?? '';
  const repaired = tagging?.problems.filter(({ kind }) => choices[kind] === 'repair') ?? [];
  return {
    format: 'tabtune-repairs',
    version: 1,
    files: dataset.files.map(({ id, name, rowCount, options, noticeCount }) => {
      const read = tagging?.schemes.find(({ fileId }) => fileId === id);
      return {
        name,
        rows: rowCount,
        reading: options,
        tags: read === undefined ? null : { scheme: read.scheme, found: read.found },
        notices: noticeCount,
      };
    }),
    columns: dataset.mapping,
    labels: labelChanges(report),
    problems: ROW_PROBLEMS.flatMap((kind) => {
      const rows = tagging?.problemCounts[kind] ?? 0;
      return rows === 0 ? [] : [{ kind, rows, choice: choices[kind] }];
    }),
    leftOut: EXCLUSION_REASONS.flatMap((reason) => {
      const rows = report.excludedCounts[reason];
      return rows === 0 ? [] : [{ reason, rows }];
    }),
    rows: [
      ...report.excluded.map(({ fileId, row, line, reason }) => ({
        file: nameOf(fileId),
        row,
        line,
        leftOut: reason,
        repaired: null,
      })),
      ...repaired.map(({ fileId, row, line, kind }) => ({
        file: nameOf(fileId),
        row,
        line,
        leftOut: null,
        repaired: kind,
      })),
    ],
    splits: { seed: dataset.split.seed, origin: report.origin },
  };
}

function labelChanges({ values, labelMap }: DatasetReport): LabelChange[] {
  return values.flatMap(({ raw, count }) => {
    const to = Object.hasOwn(labelMap.assign, raw) ? (labelMap.assign[raw] ?? null) : raw;
    return to === raw ? [] : [{ from: raw, to, count }];
  });
}
