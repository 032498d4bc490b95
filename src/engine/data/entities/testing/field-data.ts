import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import {
  type DatasetFile,
  type DatasetRecord,
  DEFAULT_TAGGING,
  type FileRole,
  type Tagging,
  type TableRow,
} from '../../../../core/contract/dataset';
import { detectOptions, openTable, sniffFormat } from '../../formats/registry';
import { proposeMappings } from '../../mapping';
import { ColumnProfiler, toProfile } from '../../profile';
import { EntitySurvey } from '../entity-survey';
import { sentenceSource } from '../raw-sentences';
import { SchemeSurvey } from '../scheme-survey';
import { sentenceRules, understand } from '../sentence-rules';
import { sentenceTags } from '../tag-list';

/** Published data sets beside the checkout; their SOURCE.md files say what is in them. */
export const DATA = join(
  process.env['TABTUNE_FIELD_DATA'] ?? resolve(import.meta.dirname, '../../../../../../shared'),
  'data',
);
/** The folder of the Broad Twitter Corpus. */
export const BTC = 'broad_twitter_corpus';

/** A file to be read. */
export interface Source {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly role?: FileRole;
}

export const textSource = (name: string, content: string, role: FileRole = 'auto'): Source => ({
  name,
  bytes: new Uint8Array(new TextEncoder().encode(content)),
  role,
});
export const stored = (path: string, role: FileRole = 'auto'): Source => ({
  name: basename(path),
  bytes: new Uint8Array(readFileSync(join(DATA, path))),
  role,
});

async function importFile({ name, bytes, role = 'auto' }: Source) {
  const blob = new Blob([bytes]);
  const options = await detectOptions(await sniffFormat(blob, name), blob);
  const table = await openTable(blob, options);
  const profilers = table.columns.map((column) => new ColumnProfiler(column, table.classNames?.get(column)));
  const rows: TableRow[] = [];
  let noticeCount = 0;
  for await (const batch of table.batches()) {
    for (const { cells } of batch.rows) {
      for (const [i, profiler] of profilers.entries()) profiler.add(cells[i] ?? '');
    }
    rows.push(...batch.rows);
    noticeCount += batch.notices.length;
  }
  const statistics = profilers.map((profiler) => profiler.statistics());
  const [proposal = null, ...alternatives] = proposeMappings(statistics);
  const file: DatasetFile = {
    id: name,
    name,
    role,
    sizeBytes: bytes.length,
    options,
    rowCount: rows.length,
    columns: statistics.map(toProfile),
    notices: [],
    noticeCount,
    proposal,
    alternatives,
  };
  return { file, rows };
}

/** Reads files as the studio does, and gives the report and every usable sentence. */
export async function read(sources: readonly Source[], tagging: Partial<Tagging> = {}) {
  const imported = await Promise.all(sources.map(importFile));
  const files = imported.map(({ file }) => file);
  const mapping = files[0]?.proposal;
  if (mapping?.task !== 'token-classification') throw new Error(`proposed ${JSON.stringify(mapping)}`);
  const dataset: DatasetRecord = {
    id: 'd',
    name: 'd',
    task: mapping.task,
    createdAt: 0,
    updatedAt: 0,
    files,
    mapping,
    labelMap: null,
    split: { seed: 1, validationShare: 0, testShare: 0 },
    tagging: { ...DEFAULT_TAGGING, ...tagging },
  };
  const schemes = new SchemeSurvey(dataset, mapping);
  for (const [i, { rows }] of imported.entries()) {
    for (const row of rows) schemes.add(i, row);
    schemes.endFile(i);
  }
  const found = schemes.finish();
  const survey = new EntitySurvey(dataset, mapping, found);
  for (const [i, { rows }] of imported.entries()) {
    for (const row of rows) survey.add(i, row);
    survey.endFile(i);
  }
  const { report } = survey.finish();
  const examples = imported.flatMap(({ rows }, i) => {
    const file = files[i];
    if (!file) return [];
    const source = sentenceSource(file, mapping);
    const rules = sentenceRules(dataset, file, found[i]?.scheme ?? 'IOB2');
    return [...rows.flatMap((row) => source.push(row)), ...source.end()].flatMap((raw) => {
      const { sentence } = understand(raw, rules);
      return sentence ? [{ words: sentence.words, tags: sentenceTags(sentence, report.labelMap) }] : [];
    });
  });
  return { mapping, files, report, tagging: report.tagging, examples };
}

/** Words and tags of a JSONL file, read without any of the code under test. */
export function plainRows(path: string): { words: string[]; tags: (string | number)[] }[] {
  return readFileSync(join(DATA, path), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): { tokens: string[]; ner_tags: (string | number)[] } => JSON.parse(line))
    .map(({ tokens, ner_tags }) => ({ words: tokens, tags: ner_tags }));
}

/** Names of the corpus' numbers. */
export const NAMES: string[] = JSON.parse(readFileSync(join(DATA, BTC, 'hf_exact/labels.json'), 'utf8'));
/** `plainRows` of the corpus with the names of its numbers. */
export const named = (path: string): { words: string[]; tags: string[] }[] =>
  plainRows(path).map(({ words, tags }) => ({ words, tags: tags.map((tag) => NAMES[Number(tag)] ?? '') }));
