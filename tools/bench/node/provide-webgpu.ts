import { z } from 'zod';
import { DAWN_MODULE } from './dawn-module.ts';

/*
 * Gives Node the globals of WebGPU. Loaded before everything else: TensorFlow.js looks for them when it is imported.
 */
const dawn = z
  .object({
    create: z.custom<(toggles: readonly string[]) => GPU>((value) => typeof value === 'function'),
    globals: z.record(z.string(), z.unknown()),
  })
  .parse(await import(z.string().parse(process.env[DAWN_MODULE])));

Object.assign(globalThis, dawn.globals);
Object.defineProperty(globalThis, 'navigator', { value: { gpu: dawn.create([]) }, configurable: true });
