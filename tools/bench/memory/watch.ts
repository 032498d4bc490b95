import type { BenchBackend } from '../cases.ts';
import type { EpochMemory, MemoryReport } from './report.ts';
import { EPOCHS, type MemorySample, STEPS_PER_EPOCH } from './sample.ts';

/** 1,000 steps; the processes are looked at between epochs. */
export async function watchMemory(
  backend: BenchBackend,
  trainEpoch: () => Promise<MemorySample>,
  processBytes: () => Promise<number | null>,
): Promise<MemoryReport> {
  const epochs: EpochMemory[] = [];
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    epochs.push({ ...(await trainEpoch()), processBytes: await processBytes() });
    console.error(`memory on ${backend}, epoch ${epoch} of ${EPOCHS}: ${JSON.stringify(epochs.at(-1))}`);
  }
  return { backend, stepsPerEpoch: STEPS_PER_EPOCH, epochs };
}
