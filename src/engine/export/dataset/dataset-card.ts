import { PROBLEM_TEXTS, REASON_TEXTS, REPAIR_TEXTS } from '../../../core/catalog/row-reasons';
import type { DatasetRecord, DatasetReport } from '../../../core/contract/dataset';
import { SPLIT_NAMES, type SplitName } from '../../../core/contract/task';
import { formatCount } from '../../../core/units';
import { plain, table } from '../model-card/tables';
import { toYaml, type Yaml } from '../model-card/yaml';
import type { RepairsRecord } from './repairs';

export interface DatasetCardInput {
  readonly dataset: DatasetRecord;
  readonly report: DatasetReport;
  readonly repairs: RepairsRecord;
  /** "owner/name", where it will lie on the Hub. */
  readonly repo: string;
}

const SIZES: readonly (readonly [below: number, category: string])[] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [Number.POSITIVE_INFINITY, '10M<n<100M'],
];

const ORIGINS: Readonly<Record<DatasetReport['origin'][SplitName], string>> = {
  file: 'a file of its own',
  column: 'named by a column',
  share: 'drawn at random',
  none: '',
};

const usedSplits = ({ examples }: DatasetReport): SplitName[] =>
  SPLIT_NAMES.filter((split) => examples[split] > 0);

/** The columns as `datasets` and the Hub's viewer know them; without this they would show numbers for classes. */
function features({ dataset, report }: DatasetCardInput): Yaml {
  const classes = (names: readonly string[]): Yaml => ({
    class_label: { names: Object.fromEntries(names.map((name, id) => [String(id), name])) },
  });
  if (report.tagging !== null) {
    return [
      { name: 'tokens', sequence: 'string' },
      { name: 'tags', sequence: classes(report.tagging.tags) },
    ];
  }
  return [
    { name: 'text', dtype: 'string' },
    ...(isPaired(dataset) ? [{ name: 'text_pair', dtype: 'string' }] : []),
    { name: 'label', dtype: classes(report.labelMap.labels) },
  ];
}

const isPaired = ({ mapping }: DatasetRecord): boolean =>
  mapping?.task === 'text-classification' && mapping.textPair !== null;

function frontMatter(input: DatasetCardInput): string {
  const { dataset, report } = input;
  const splits = usedSplits(report);
  const rows = splits.reduce((sum, split) => sum + report.examples[split], 0);
  const metadata: Yaml = {
    pretty_name: dataset.name,
    task_categories: [dataset.task],
    size_categories: [SIZES.find(([below]) => rows < below)?.[1] ?? ''],
    tags: ['tabtune'],
    dataset_info: { features: features(input) },
    configs: [
      {
        config_name: 'default',
        data_files: splits.map((split) => ({ split, path: `data/${split}.parquet` })),
      },
    ],
  };
  return `---\n${toYaml(metadata)}---\n`;
}

function splitTable(report: DatasetReport): string {
  return table(
    ['Split', 'Rows', 'From'],
    usedSplits(report).map((split) => [
      split,
      formatCount(report.examples[split]),
      ORIGINS[report.origin[split]],
    ]),
  );
}

function labelTable({ dataset, report }: DatasetCardInput): string {
  const splits = usedSplits(report);
  const noun = dataset.task === 'token-classification' ? 'Type of entity' : 'Label';
  return table(
    [noun, ...splits],
    report.labelMap.labels.map((label, id) => [
      plain(label),
      ...splits.map((split) => formatCount(report.counts[split][id] ?? 0)),
    ]),
  );
}

function columnLines({ dataset, report }: DatasetCardInput): string {
  if (report.tagging !== null) {
    return `- \`tokens\`: the words of a sentence\n- \`tags\`: the IOB2 tag of each: ${report.tagging.tags.map(plain).join(', ')}`;
  }
  return `- \`text\`: ${isPaired(dataset) ? 'the first text\n- `text_pair`: the second text' : 'the text'}\n- \`label\`: its class`;
}

function repairLines({ files, labels, problems, leftOut }: RepairsRecord): string[] {
  const tagged = files.filter(({ tags }) => tags !== null && tags.scheme !== 'IOB2');
  return [
    table(
      ['File', 'Rows', 'Read as'],
      files.map(({ name, rows, reading, tags }) => [
        plain(name),
        formatCount(rows),
        [String(reading['format']), ...(tags === null ? [] : [`${tags.scheme} tags`])].join(', '),
      ]),
    ),
    ...(tagged.length === 0 ? [] : ['Tags of other schemes were rewritten as IOB2.']),
    ...(problems.length === 0
      ? []
      : [
          table(
            ['Rows with', 'Rows', 'What was done'],
            problems.map(({ kind, rows, choice }) => [
              PROBLEM_TEXTS[kind],
              formatCount(rows),
              choice === 'repair' ? REPAIR_TEXTS[kind] : 'left out',
            ]),
          ),
        ]),
    ...(labels.length === 0
      ? []
      : [
          table(
            ['Label in the files', 'Label here', 'Times'],
            labels.map(({ from, to, count }) => [
              plain(from),
              to === null ? 'dropped' : plain(to),
              formatCount(count),
            ]),
          ),
        ]),
    leftOut.length === 0
      ? 'No row was left out.'
      : table(
          ['Left out because of', 'Rows'],
          leftOut.map(({ reason, rows }) => [REASON_TEXTS[reason], formatCount(rows)]),
        ),
  ];
}

/** README.md of a dataset on the Hub: what it holds, how it is opened, and what was done to the files it came from. */
export function datasetCard(input: DatasetCardInput): string {
  const { dataset, report, repairs, repo } = input;
  const sections = [
    `# ${plain(dataset.name)}`,
    `Rows for ${dataset.task}, prepared with Tabtune.`,
    `\`\`\`python\nfrom datasets import load_dataset\n\nrows = load_dataset("${repo}")\n\`\`\``,
    '## Contents',
    columnLines(input),
    splitTable(report),
    labelTable(input),
    '## What was done to the files',
    ...repairLines(repairs),
    '`repairs.json` holds the same record for programs, with the numbers of the rows.',
  ];
  return `${frontMatter(input)}\n${sections.join('\n\n')}\n`;
}
