import { writeFileSync } from 'node:fs';
import type { Options } from './options.ts';
import { type BenchReport, describeMachine, type Finding, keepsPromise, toMarkdown } from './report.ts';

/** Prints what was found as Markdown and as JSON; the process fails when a promise is not kept. */
export function conclude(runtime: string, findings: readonly Finding[], { json: file }: Options): void {
  const date = new Date().toISOString().slice(0, 10);
  const report: BenchReport = { date, machine: describeMachine(runtime), findings };
  const json = JSON.stringify(report, null, 2);
  if (file !== undefined) writeFileSync(file, `${json}\n`);
  console.log(`${toMarkdown(report)}\n\n\`\`\`json\n${json}\n\`\`\``);
  if (!findings.every(keepsPromise)) process.exitCode = 1;
}
