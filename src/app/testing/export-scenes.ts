import { type CertifiedFormat, ONNX_FILES, type Precision } from '../../core/contract/export';
import type { StudioState } from '../../state/studio-state';
import type { Stage } from './stage';

function until({ store }: Stage, isReached: (state: StudioState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      if (!isReached(state)) return;
      stop();
      resolve();
    });
  });
}

/** Writes the zip of a run and certifies it: the two floats pass, int8 misses its bound. */
export async function certified(stage: Stage, runId: string): Promise<void> {
  await stage.store.getState().exports.exportRun(runId);
}

function passed(
  precision: Precision,
  sizeBytes: number,
  largestDifference: number,
  millisecondsPerText: number,
): CertifiedFormat {
  return {
    outcome: 'kept',
    precision,
    file: ONNX_FILES[precision],
    sizeBytes,
    largestDifference,
    changedCount: 0,
    changed: [],
    metric: 0.9,
    millisecondsPerText,
  };
}

/** All three files pass. */
export async function certifiedWell(stage: Stage, runId: string): Promise<void> {
  stage.fake.exported.formats = [
    passed('float32', 90.6e6, 2.9e-6, 21.4),
    passed('float16', 45.4e6, 4.1e-3, 24.9),
    passed('int8', 22.9e6, 0.18, 9.2),
  ];
  await certified(stage, runId);
}

/** One of the files does not run on this device. */
export async function certifiedInPart(stage: Stage, runId: string): Promise<void> {
  const file = ONNX_FILES.float16;
  const reason = 'no kernel for Gelu(20) in float16 on this execution provider';
  stage.fake.exported.formats = [
    passed('float32', 90.6e6, 2.9e-6, 21.4),
    {
      outcome: 'failed',
      precision: 'float16',
      file,
      sizeBytes: 45.4e6,
      failure: { code: 'EXPORT_UNOPENABLE', details: { file, reason } },
    },
    passed('int8', 22.9e6, 0.18, 9.2),
  ];
  await certified(stage, runId);
}

/** One of the files cannot be made of these weights. */
export async function certifiedWithoutHalf(stage: Stage, runId: string): Promise<void> {
  const details = { tensor: 'bert.encoder.layer.5.output.dense.weight', value: -71_253.5 };
  stage.fake.run.unmade = [{ precision: 'float16', failure: { code: 'EXPORT_BEYOND_HALF', details } }];
  await certifiedWell(stage, runId);
}

/** In the middle of the comparison. */
export async function certifying(stage: Stage, runId: string): Promise<void> {
  stage.fake.faults.hold('certify');
  const reached = until(stage, ({ exports: { proofs } }) => stageOf(proofs[runId]) === 'checking');
  void certified(stage, runId);
  await reached;
}

const stageOf = (proof: StudioState['exports']['proofs'][string] | undefined) =>
  proof?.status === 'pending' ? proof.progress?.stage : undefined;

/** The comparison given up. */
export async function certificateCancelled(stage: Stage, runId: string): Promise<void> {
  await certifying(stage, runId);
  const reached = until(stage, ({ exports: { proofs } }) => proofs[runId]?.status === 'idle');
  stage.store.getState().exports.cancel(runId);
  await reached;
}

export async function certificateFailed(stage: Stage, runId: string): Promise<void> {
  stage.fake.faults.failNext('reference', 'GPU_OUT_OF_MEMORY', { requested: 51_200_000 });
  await certified(stage, runId);
}

/** An exported file asked about a text beside the studio. */
export async function formatAsked(stage: Stage, runId: string, text: string): Promise<void> {
  await certified(stage, runId);
  const format = { runId, precision: 'int8', device: 'wasm' } as const;
  const { chooseFormat, predict } = stage.store.getState().playground;
  await chooseFormat(format);
  await predict({ kind: 'run', runId, weights: 'best' }, ['An earlier text'], format);
  await predict({ kind: 'run', runId, weights: 'best' }, [text], format);
}

/** An exported file that is being opened. */
export async function formatOpening(stage: Stage, runId: string): Promise<void> {
  await certified(stage, runId);
  stage.fake.faults.hold('openExport');
  const format = { runId, precision: 'float32', device: 'wasm' } as const;
  void stage.store.getState().playground.chooseFormat(format);
}

/** An exported file that cannot be opened. */
export async function formatFailed(stage: Stage, runId: string): Promise<void> {
  await certified(stage, runId);
  const file = ONNX_FILES.float16;
  stage.fake.faults.failNext('openExport', 'EXPORT_UNOPENABLE', { file, reason: 'no WebGPU adapter' });
  const format = { runId, precision: 'float16', device: 'webgpu' } as const;
  await stage.store.getState().playground.chooseFormat(format);
}
