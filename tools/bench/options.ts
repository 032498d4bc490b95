import { parseArgs } from 'node:util';
import type { Effort } from './compete.ts';

const PARTS = ['webgpu', 'wasm', 'threads', 'memory'] as const;
export type Part = (typeof PARTS)[number];

export interface Options {
  readonly parts: readonly Part[];
  readonly effort: Effort;
  readonly build: boolean;
  /** Where to leave the results besides the terminal. */
  readonly json: string | undefined;
}

/**
 * Options of the command line, where these parts can be run. `memory` runs only where it is asked for: it takes
 * minutes and needs no rounds.
 */
export function parseOptions(args: readonly string[], runnable: readonly Part[] = PARTS): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      memory: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      steps: { type: 'string' },
      build: { type: 'boolean', default: true },
      json: { type: 'string' },
    },
    allowNegative: true,
  });
  const { only, memory } = values;
  const usual = runnable.filter((part) => (part === 'memory') === memory);
  const asked = only?.split(',') ?? usual;
  const parts = runnable.filter((part) => asked.includes(part));
  if (parts.length !== asked.length) throw new Error(`--only takes ${runnable.join(', ')}, not ${only}`);
  const effort = {
    rounds: Number(values.rounds ?? (values.quick ? 2 : 7)),
    steps: Number(values.steps ?? (values.quick ? 2 : 3)),
  };
  return { parts, effort, build: values.build, json: values.json };
}
