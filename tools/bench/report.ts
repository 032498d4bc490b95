import { arch, cpus, platform } from 'node:os';
import type { BenchCase } from './cases.ts';
import type { Comparison, SideReport } from './compete.ts';
import { growthOf, type MemoryKind, type MemoryReport } from './memory/report.ts';
import { promisesOf } from './promises.ts';
import type { ThreadsReport } from './threads.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly system: string;
  /** Browser or Node, with its version. */
  readonly runtime: string;
}

export function describeMachine(runtime: string): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    system: `${platform()} ${arch()}`,
    runtime,
  };
}

export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const orNone = (value: number | null) => (value === null ? '–' : String(value));

function sideRow(name: string, side: SideReport): string[] {
  return [
    name,
    `${side.stepMs.toFixed(0)} ms`,
    side.tokensPerSecond.toFixed(0),
    side.gflops.toFixed(2),
    orNone(side.dispatches),
    orNone(side.submissions),
    side.longestSubmissionMs === null ? '–' : `${side.longestSubmissionMs.toFixed(0)} ms`,
    String(side.tensors),
    mebibytes(side.tensorBytes),
    mebibytes(side.arenaBytes),
  ];
}

/** A case in words. */
export function titleOf(bench: BenchCase): string {
  const shape = `BERT ${bench.layers}×${bench.hiddenSize}, ${bench.heads} heads, feed-forward ${bench.intermediateSize}`;
  return `${shape}, ${bench.batchSize} texts of ${bench.sequenceLength} tokens`;
}

function comparisonMarkdown(comparison: Comparison): string {
  const { bench, rounds, ours, plain, ratios, agreement } = comparison;
  const spread = `${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}`;
  return [
    `### ${bench.backend === 'wasm' ? 'WASM' : 'WebGPU'}: ${titleOf(bench)}`,
    '',
    table([
      [
        '',
        'step',
        'tokens/s',
        'GFLOP/s',
        'dispatches',
        'submissions',
        'longest of them',
        'tensors',
        'their bytes',
        'arenas',
      ],
      sideRow('ours', ours),
      sideRow('plain TensorFlow.js', plain),
    ]),
    '',
    table([
      ['', 'measured', 'bound', ''],
      ...promisesOf(comparison).map(({ what, measured, bound, kept }) => [
        what,
        measured,
        bound,
        kept ? 'kept' : '**missed**',
      ]),
    ]),
    '',
    `Medians of ${rounds} rounds in turns; single rounds: ${spread} times as fast.`,
    `Losses of the first updates: ${agreement.ours.map(({ loss }) => loss.toFixed(6)).join(', ')} against ${agreement.plain
      .map(({ loss }) => loss.toFixed(6))
      .join(
        ', ',
      )}; gradients within ${agreement.worstGradient.toExponential(1)} of their norm. Ours: ${ours.device}; plain: ${plain.device}.`,
  ].join('\n');
}

function threadsMarkdown(report: ThreadsReport): string {
  const { logicalCores, one, many, identical } = report;
  return [
    '### WASM threads, in the built worker',
    '',
    table([
      ['', 'step'],
      [one.text, `${one.stepMs.toFixed(0)} ms`],
      [many.text, `${many.stepMs.toFixed(0)} ms`],
    ]),
    '',
    `${logicalCores} logical cores; results are ${identical ? 'the same bits' : '**not the same bits**'} with one thread and with more.`,
  ].join('\n');
}

function amount(kind: MemoryKind, value: number): string {
  return kind === 'tensors' ? String(value) : mebibytes(value);
}

function memoryMarkdown(report: MemoryReport): string {
  const steps = report.epochs.length * report.stepsPerEpoch;
  return [
    `### Memory on ${report.backend}: ${steps} steps of varying lengths`,
    '',
    table([
      ['', 'after the first epoch', 'most later', 'growth', ''],
      ...growthOf(report).map(({ kind, label, afterFirst, most, growth, flat }) => [
        label,
        amount(kind, afterFirst),
        amount(kind, most),
        `${(growth * 100).toFixed(1)} %`,
        flat ? 'flat' : '**grows**',
      ]),
    ]),
  ].join('\n');
}

export type Finding =
  | { readonly kind: 'comparison'; readonly report: Comparison }
  | { readonly kind: 'threads'; readonly report: ThreadsReport }
  | { readonly kind: 'memory'; readonly report: MemoryReport };

/** All that one command found. */
export interface BenchReport {
  /** YYYY-MM-DD, UTC. */
  readonly date: string;
  readonly machine: Machine;
  readonly findings: readonly Finding[];
}

function findingMarkdown(finding: Finding): string {
  if (finding.kind === 'comparison') return comparisonMarkdown(finding.report);
  return finding.kind === 'threads' ? threadsMarkdown(finding.report) : memoryMarkdown(finding.report);
}

/** Whether a finding is as the studio promises it. */
export function keepsPromise(finding: Finding): boolean {
  if (finding.kind === 'comparison') return promisesOf(finding.report).every(({ kept }) => kept);
  if (finding.kind === 'memory') return growthOf(finding.report).every(({ flat }) => flat);
  const { logicalCores, many, identical } = finding.report;
  return identical && many.simd && many.threads >= Math.min(2, logicalCores);
}

export function toMarkdown(report: BenchReport): string {
  const { processor, cores, system, runtime } = report.machine;
  const where = `${processor}, ${cores} cores, ${system}, ${runtime}; ${report.date}.`;
  return [where, ...report.findings.map(findingMarkdown)].join('\n\n');
}
