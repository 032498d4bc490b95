import type { ExportTarget, InferenceApi, OpenedExport } from '../../../src/core/contract/api';
import { AppError } from '../../../src/core/contract/errors';
import { type ExportReport, ONNX_FILES } from '../../../src/core/contract/export';
import type { Prediction } from '../../../src/core/contract/predictions';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import { sealZip } from '../../../src/engine/export/certificate/seal';
import { predictTokens } from '../../../src/engine/predict/entities/predict-tokens';
import { toTextUnits } from '../../../src/engine/predict/entities/text-units';
import { predictTexts } from '../../../src/engine/predict/predict-texts';
import type { TextModel } from '../../../src/engine/predict/text-model';
import { breathe } from '../../../src/engine/runtime/breathe';
import { type Operation, OperationRegistry } from '../operations';
import { certify } from './certify';
import { openExportedFiles } from './exported-files';
import { exportedTokenizer } from './exported-tokenizer';
import type { InferenceLibrary, RunningModel } from './library';

/** An exported model that answers, what reads its texts, and what its zip was when it was opened. */
interface Open {
  readonly opened: OpenedExport;
  readonly zip: ExportReport;
  readonly running: RunningModel;
  readonly reader: Omit<TextModel, 'logits'>;
}

/** The inference worker's work: one exported model open at a time, one operation after the other. */
export function createInferenceService(
  files: FileStore,
  records: RecordStore,
  library: InferenceLibrary,
): InferenceApi {
  const operations = new OperationRegistry();
  let open: Open | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** The library runs one session at a time, and a target must not be closed while it answers. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
  const operate = <T>(operationId: string, work: (operation: Operation) => Promise<T>): Promise<T> =>
    operations.run(operationId, (operation) =>
      inTurn(async () => {
        operation.check();
        return work(operation);
      }),
    );

  const close = async () => {
    const closing = open;
    open = null;
    await closing?.running.dispose();
  };

  const opened = async (target: ExportTarget, operation: Operation): Promise<Open> => {
    const exported = await openExportedFiles(files, target.runId);
    if (open !== null && isSame(open, target, exported.report)) return open;
    await close();
    const run = await records.runs.get(target.runId);
    if (run === undefined) throw new AppError('STORAGE_NOT_FOUND', { path: target.runId });
    const file = ONNX_FILES[target.precision];
    const sizeBytes = exported.sizeOf(file) ?? 0;
    operation.progress({ stage: 'reading', done: 0, total: sizeBytes, unit: 'bytes' });
    const { task, labels, recipe } = run.spec;
    const { precision, device } = target;
    // Before the model, which nobody would close if this failed.
    const tokenizer = await exportedTokenizer(exported);
    const maxLength = Math.min(recipe.maxLength, tokenizer.modelMaxLength ?? recipe.maxLength);
    const begin = performance.now();
    const running = await library.open({ files: exported, task, precision, device });
    const loadMs = performance.now() - begin;
    open = {
      opened: { ...target, file, sizeBytes, loadMs },
      zip: exported.report,
      running,
      reader: { task, labels, tokenizer, maxLength },
    };
    return open;
  };

  return {
    connect: async (port) => operations.connect(port),
    cancel: async (operationId) => operations.cancel(operationId),
    openExport: (operationId, target) =>
      operate(operationId, async (operation) => (await opened(target, operation)).opened),
    predictExport: (operationId, target, texts) =>
      operate(operationId, async (operation) => {
        const { running, reader } = await opened(target, operation);
        let milliseconds = 0;
        const logits: TextModel['logits'] = async (inputs) => {
          const answers: Float32Array[] = [];
          for (const each of inputs) {
            await breathe();
            operation.check();
            const begin = performance.now();
            answers.push(await running.logits(each));
            milliseconds += performance.now() - begin;
          }
          return answers;
        };
        const predictions = await answer({ ...reader, logits }, texts);
        return { predictions, millisecondsPerText: milliseconds / Math.max(texts.length, 1) };
      }),
    certify: (operationId, { runId, device }) =>
      operate(operationId, async (operation) => {
        await close();
        const exported = await openExportedFiles(files, runId);
        const certificate = await certify(runId, { files, records, library, exported, device, operation });
        const writer = await files.openWriter(exported.report.path);
        try {
          await sealZip(exported, certificate, writer, (done) => {
            operation.check();
            const total = Math.max(done, exported.report.sizeBytes);
            operation.progress({ stage: 'writing', done, total, unit: 'bytes' });
          });
        } catch (thrown) {
          await writer.abort();
          throw thrown;
        }
        const sizeBytes = await writer.close();
        const report = { ...exported.report, sizeBytes, certificate };
        await files.write(paths.exportReport(runId), JSON.stringify(report));
        return report;
      }),
    closeExport: () => inTurn(close),
  };
}

function isSame({ opened, zip }: Open, target: ExportTarget, now: ExportReport): boolean {
  return (
    opened.runId === target.runId &&
    opened.precision === target.precision &&
    opened.device === target.device &&
    zip.path === now.path &&
    zip.step === now.step
  );
}

/** Nothing watches this worker's heart: it answers through messages alone. */
const touch = () => undefined;

async function answer(model: TextModel, texts: readonly string[]): Promise<Prediction[]> {
  if (model.task === 'text-classification') return predictTexts(model, texts, touch);
  const readings = await predictTokens(model, texts, touch);
  return readings.map(({ prediction }) => toTextUnits(prediction));
}
