import { parseArgs } from 'node:util';
import { type BenchCase, CASES } from './cases.ts';
import type { Effort } from './compete.ts';

export interface Options {
  readonly cases: readonly BenchCase[];
  readonly effort: Effort;
  readonly build: boolean;
  /** Where to leave the results besides the terminal. */
  readonly json: string | undefined;
}

export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      steps: { type: 'string' },
      build: { type: 'boolean', default: true },
      json: { type: 'string' },
    },
    allowNegative: true,
  });
  const { only } = values;
  const cases = CASES.filter(({ id }) => only === undefined || id === only);
  if (cases.length === 0)
    throw new Error(`no part ${only}; there are ${CASES.map(({ id }) => id).join(', ')}`);
  const effort = {
    rounds: Number(values.rounds ?? (values.quick ? 2 : 7)),
    steps: Number(values.steps ?? (values.quick ? 2 : 3)),
  };
  return { cases, effort, build: values.build, json: values.json };
}
