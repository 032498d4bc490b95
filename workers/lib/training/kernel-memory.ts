import { z } from 'zod';
import { AppError } from '../../../src/core/contract/errors';
import { type FileStore, paths } from '../../../src/core/contract/storage';
import type { Device } from '../../../src/engine/runtime/device';
import type { LoadedModel } from '../../../src/engine/models/loaded-model';
import {
  type BatchShape,
  type KernelChoices,
  kernelChoicesSchema,
} from '../../../src/engine/runtime/kernel-choices';

/** Time for a trial of kernels before a run. */
const BUDGET_MS = 1500;

const memorySchema = z.object({ adapters: z.array(kernelChoicesSchema) });

/**
 * Puts the forms of kernels into effect that a run came with, if it ran on this adapter; else those remembered of the
 * adapter, and a short trial of what is not known yet. Returns what the run should keep, which is more than what is
 * remembered: the default of a shape that the trial had no time for is kept with the run alone.
 */
export async function prepareKernels(
  files: FileStore,
  { tuner }: Pick<Device, 'tuner'>,
  loaded: Pick<LoadedModel, 'store' | 'model'>,
  batches: readonly BatchShape[],
  kept: KernelChoices | null,
): Promise<KernelChoices | null> {
  if (tuner === null) return kept;
  const { adapter } = tuner;
  if (kept?.adapter === adapter) {
    tuner.use(kept.forms);
    return kept;
  }
  const known = await remembered(files);
  const before = known.find((choices) => choices.adapter === adapter)?.forms ?? {};
  tuner.use(before);
  const found = await tuner.trial(loaded, batches, BUDGET_MS);
  if (Object.keys(found).length > 0) {
    const others = known.filter((choices) => choices.adapter !== adapter);
    await remember(files, [...others, { adapter, forms: { ...before, ...found } }]);
  }
  return { adapter, forms: tuner.forms };
}

/** Choices by adapter. They cost a second to make again: a file that cannot be read is as good as none. */
async function remembered(files: FileStore): Promise<readonly KernelChoices[]> {
  if (!(await files.exists(paths.kernels))) return [];
  const text = await (await files.read(paths.kernels)).text();
  try {
    return memorySchema.parse(JSON.parse(text)).adapters;
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof z.ZodError) return [];
    throw thrown;
  }
}

async function remember(files: FileStore, adapters: readonly KernelChoices[]): Promise<void> {
  try {
    await files.write(paths.kernels, JSON.stringify({ adapters }));
  } catch (thrown) {
    // A full disk is told when a checkpoint needs room; a run that has it all in memory can be opened.
    if (!(thrown instanceof AppError) || thrown.code !== 'STORAGE_FULL') throw thrown;
  }
}
