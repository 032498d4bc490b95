import type { DatasetReport, LabelValue } from '../../core/contract/dataset';
import { SPLIT_NAMES, type SplitName } from '../../core/contract/task';

/** One class as the table shows it. */
export interface LabelRow {
  /** The most frequent raw value that became this label: stays what it is when the label is renamed. */
  readonly key: string;
  readonly id: number;
  readonly name: string;
  readonly counts: Readonly<Record<SplitName, number>>;
  readonly total: number;
  /** Raw values that became this label, where they differ from its name. */
  readonly aliases: readonly string[];
}

export interface LabelAdvice {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  /** Labels that one click makes one. */
  readonly merge?: readonly string[];
}

/** Below this many training examples a label's results are chance (the same bound as the FEW_EXAMPLES advice). */
const FEW = 20;
const IMBALANCE = 10;
/** More labels than this, with fewer rows each than that, look like a column of ids or texts. */
const MANY = 50;
const ROWS_EACH = 3;

export function labelRows(report: DatasetReport): readonly LabelRow[] {
  return report.labelMap.labels.map((name, id) => {
    const counts = {
      train: report.counts.train[id] ?? 0,
      validation: report.counts.validation[id] ?? 0,
      test: report.counts.test[id] ?? 0,
    };
    const raws = report.values.map((v) => v.raw).filter((raw) => report.labelMap.assign[raw] === name);
    return {
      key: raws[0] ?? name,
      id,
      name,
      counts,
      total: counts.train + counts.validation + counts.test,
      aliases: raws.filter((raw) => raw !== name),
    };
  });
}

/** Raw values whose rows are left out. */
export function droppedValues(report: DatasetReport): readonly LabelValue[] {
  return report.values.filter((value) => report.labelMap.assign[value.raw] === null);
}

function names(rows: readonly LabelRow[]): string {
  const shown = rows.slice(0, 5).map((row) => `“${row.name}”`);
  return rows.length > 5 ? `${shown.join(', ')} and ${rows.length - 5} more` : shown.join(', ');
}

/** Groups of labels that are equal but for case and white space, each with the most frequent first. */
function spellings(rows: readonly LabelRow[]): readonly (readonly LabelRow[])[] {
  const groups = new Map<string, LabelRow[]>();
  for (const row of rows) {
    const key = row.name.trim().replace(/\s+/g, ' ').toLowerCase();
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => group.toSorted((a, b) => b.total - a.total));
}

/** What is worth knowing about the labels before training on them. */
export function labelAdvice(
  rows: readonly LabelRow[],
  unit: 'example' | 'entity' = 'example',
): readonly LabelAdvice[] {
  const units = unit === 'example' ? 'examples' : 'entities';
  const advice: LabelAdvice[] = [];
  const usable = rows.reduce((sum, row) => sum + row.total, 0);
  if (rows.length > MANY && usable / rows.length < ROWS_EACH) {
    return [
      {
        key: 'many',
        title: 'Is this the label column?',
        text: `It has ${rows.length} different values in ${usable} rows, as ids or texts have. Labels are a few values that occur again and again; another column can be chosen in the data step.`,
      },
    ];
  }
  for (const variants of spellings(rows)) {
    advice.push({
      key: `spelling-${variants[0]?.name ?? ''}`,
      title: 'The same label, spelt differently?',
      text: `${names(variants)} differ only in capitals or spaces.`,
      merge: variants.map((row) => row.name),
    });
  }
  const few = rows.filter((row) => row.counts.train < FEW);
  if (few.length > 0) {
    advice.push({
      key: 'few',
      title: few.length === 1 ? `A label with few ${units}` : `${few.length} labels with few ${units}`,
      text: `${names(few)}: fewer than ${FEW} training ${units}, so results are close to chance. Add ${units}, or merge with a similar label.`,
    });
  }
  const most = rows.reduce((max, row) => Math.max(max, row.counts.train), 0);
  const least = rows.reduce((min, row) => Math.min(min, row.counts.train), Number.POSITIVE_INFINITY);
  if (least > 0 && most / least > IMBALANCE) {
    advice.push({
      key: 'imbalance',
      title: 'The labels are uneven',
      text: `The largest label has ${Math.round(most / least)} times the ${units} of the smallest. ${unit === 'example' ? 'Accuracy will look better than it is: watch F1 macro, which counts every label the same.' : 'Look at the results of each type, not only at those of all together.'}`,
    });
  }
  for (const split of SPLIT_NAMES.filter((name) => name !== 'train')) {
    const present = rows.some((row) => row.counts[split] > 0);
    const absent = rows.filter((row) => row.counts[split] === 0);
    if (present && absent.length > 0) {
      advice.push({
        key: `absent-${split}`,
        title: `Labels missing from the ${split} rows`,
        text: `${names(absent)} ${absent.length === 1 ? 'has' : 'have'} no ${split} rows, so nothing is measured for ${absent.length === 1 ? 'it' : 'them'} there.`,
      });
    }
  }
  return advice;
}

/** config.json's two maps. */
export function labelMaps(labels: readonly string[]): {
  readonly id2label: string;
  readonly label2id: string;
} {
  const id2label = Object.fromEntries(labels.map((label, id) => [String(id), label]));
  const label2id = Object.fromEntries(labels.map((label, id) => [label, id]));
  return { id2label: JSON.stringify(id2label, null, 2), label2id: JSON.stringify(label2id, null, 2) };
}
