/*
 * `npm run bench:node`: what `npm run bench` does on WebGPU, without a browser: in Node, on Dawn, the WebGPU of
 * Chromium. So it runs on a server with a GPU: `TABTUNE_GPU=real npm run bench:node`.
 */
import { caseOf } from '../cases.ts';
import { compareSides, type WithSides } from '../compete.ts';
import { conclude } from '../conclude.ts';
import { residentBytes } from '../memory/processes.ts';
import type { MemoryRun } from '../memory/sample.ts';
import { watchMemory } from '../memory/watch.ts';
import { type Options, parseOptions, type Part } from '../options.ts';
import type { Finding } from '../report.ts';
import type { Side } from '../side.ts';
import { bundleForNode, MEMORY, SIDE } from './bundle.ts';
import { DAWN, dawnEnvironment } from './dawn.ts';
import { startProcess } from './processes.ts';

const PARTS: readonly Part[] = ['webgpu', 'memory'];

async function memoryOn(env: NodeJS.ProcessEnv): Promise<Finding> {
  const { service, pid, failed, end } = startProcess<MemoryRun>(MEMORY, [], env);
  const work = async (): Promise<Finding> => {
    await service.start('webgpu');
    const bytes = () => Promise.resolve(pid === undefined ? null : residentBytes([pid]));
    return { kind: 'memory', report: await watchMemory('webgpu', () => service.epoch(), bytes) };
  };
  try {
    return await Promise.race([failed, work()]);
  } finally {
    end();
  }
}

async function comparisonOn(env: NodeJS.ProcessEnv, { effort }: Options): Promise<Finding> {
  const withSides: WithSides = async (work) => {
    const ours = startProcess<Side>(SIDE, ['ours'], env);
    const plain = startProcess<Side>(SIDE, ['plain'], env);
    try {
      return await Promise.race([ours.failed, plain.failed, work(ours.service, plain.service)]);
    } finally {
      ours.end();
      plain.end();
    }
  };
  return {
    kind: 'comparison',
    report: await compareSides(caseOf('webgpu'), effort, withSides, console.error),
  };
}

const options = parseOptions(process.argv.slice(2), PARTS);
const env = dawnEnvironment();
if (options.build) await bundleForNode();
const found: Finding[] = [];
for (const part of options.parts) {
  found.push(part === 'memory' ? await memoryOn(env) : await comparisonOn(env, options));
}
conclude(`Node ${process.version} with Dawn (${DAWN.name} ${DAWN.version})`, found, options);
