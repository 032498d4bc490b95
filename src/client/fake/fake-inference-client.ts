import type { ExportTarget, OpenedExport } from '../../core/contract/api';
import { AppError } from '../../core/contract/errors';
import {
  type Certificate,
  type CertifiedFormat,
  type ExportReport,
  exportReportSchema,
  ONNX_FILES,
} from '../../core/contract/export';
import type { RunRecord } from '../../core/contract/run';
import { type FileStore, paths, type RecordStore } from '../../core/contract/storage';
import type { InferenceClient } from '../types';
import { fakeTokenPrediction } from './fake-tokens';
import { fakePrediction } from './fake-training-client';
import type { Faults } from './faults';

/** An inference worker in memory: answers like the fake engine, a little less sure the coarser the precision. */
export class FakeInference {
  /** What the next `certify` finds; tests may put another list here. */
  formats: readonly CertifiedFormat[] | null = null;
  private opened: OpenedExport | null = null;

  constructor(
    private readonly files: FileStore,
    private readonly records: RecordStore,
    private readonly faults: Faults,
  ) {}

  readonly client: InferenceClient = {
    openExport: async (target, options) => {
      await this.faults.pass('openExport', options, 'reading');
      return this.open(target);
    },
    predictExport: async (target, texts, options) => {
      await this.faults.pass('predictExport', options, 'predicting');
      await this.open(target);
      const { spec } = await this.run(target.runId);
      const predictions = texts.map((text) =>
        spec.task === 'token-classification'
          ? fakeTokenPrediction(text, spec.labels, true)
          : fakePrediction(text, target.precision === 'int8' ? 0.88 : 0.9),
      );
      return { predictions, millisecondsPerText: target.precision === 'int8' ? 3.5 : 8 };
    },
    certify: async ({ runId, device }, options) => {
      await this.faults.pass('certify', options, 'checking');
      const [report, run] = [await this.report(runId), await this.run(runId)];
      const certificate = fakeCertificate(run, report, device, this.formats);
      const certified = { ...report, sizeBytes: report.sizeBytes + 2, certificate };
      await this.files.write(report.path, 'zip++');
      await this.files.write(paths.exportReport(runId), JSON.stringify(certified));
      return certified;
    },
    closeExport: async () => {
      await this.faults.pass('closeExport');
      this.opened = null;
    },
  };

  private async open(target: ExportTarget): Promise<OpenedExport> {
    const { runId, precision, device } = target;
    await this.report(runId);
    const isOpen =
      this.opened?.runId === runId && this.opened.precision === precision && this.opened.device === device;
    const opened = isOpen ? this.opened : null;
    this.opened = opened ?? { ...target, file: ONNX_FILES[precision], sizeBytes: 90e6, loadMs: 400 };
    return this.opened;
  }

  private async report(runId: string): Promise<ExportReport> {
    const path = paths.exportReport(runId);
    if (!(await this.files.exists(path))) throw new AppError('EXPORT_MISSING', { run: runId });
    return exportReportSchema.parse(JSON.parse(await (await this.files.read(path)).text()));
  }

  private async run(runId: string): Promise<RunRecord> {
    const run = await this.records.runs.get(runId);
    if (run === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: runId });
    return run;
  }
}

/** The two floats keep to their bounds, int8 changes one prediction of twenty rows and loses five points. */
function fakeCertificate(
  { spec }: RunRecord,
  { step, unmade }: ExportReport,
  device: Certificate['device'],
  formats: readonly CertifiedFormat[] | null,
): Certificate {
  const perToken = spec.task === 'token-classification';
  const [engine = '', exported = ''] = perToken ? ['B-PER', 'O'] : spec.labels;
  const measured = { changedCount: 0, changed: [], metric: 0.9 };
  const found: readonly CertifiedFormat[] = [
    {
      ...measured,
      outcome: 'kept',
      precision: 'float32',
      file: ONNX_FILES.float32,
      sizeBytes: 90.6e6,
      largestDifference: 3.1e-6,
      millisecondsPerText: 8,
    },
    {
      ...measured,
      outcome: 'kept',
      precision: 'float16',
      file: ONNX_FILES.float16,
      sizeBytes: 45.4e6,
      largestDifference: 3.4e-3,
      millisecondsPerText: 9,
    },
    {
      outcome: 'missed',
      precision: 'int8',
      file: ONNX_FILES.int8,
      sizeBytes: 22.9e6,
      largestDifference: 0.21,
      changedCount: 1,
      changed: [
        {
          fileId: spec.data.fileIds[0] ?? 'f1',
          row: 6,
          token: perToken ? 3 : null,
          truth: engine,
          engine,
          exported,
        },
      ],
      metric: 0.85,
      millisecondsPerText: 3.5,
    },
  ];
  return {
    version: 1,
    createdAt: 0,
    step,
    split: 'test',
    splitRows: 20,
    rows: 20,
    predictions: perToken ? 240 : 20,
    engine: {
      backend: 'webgpu',
      metric: 0.9,
      weights: { file: 'model.safetensors', sizeBytes: 90.5e6 },
    },
    metric: perToken ? 'f1' : 'accuracy',
    device,
    threads: 2,
    libraries: { '@huggingface/transformers': '4.3.1', 'onnxruntime-web': '1.31.0' },
    tokenizer: { compared: 20, different: [], failure: null },
    formats: (formats ?? found).map((format) => {
      const missing = unmade.find(({ precision }) => precision === format.precision);
      return missing === undefined ? format : { outcome: 'unmade', file: format.file, ...missing };
    }),
  };
}
