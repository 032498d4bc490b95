import type { DataApi } from '../../../src/core/contract/api';
import { type FileStore, paths, type RecordStore } from '../../../src/core/contract/storage';
import type { ModelImporter } from '../models/model-importer';
import { removeModel } from '../models/run-model';
import { exportBundle, type FetchProgram } from '../cluster/export-bundle';
import { importRun } from '../cluster/import-run';
import { type Operation, OperationRegistry } from '../operations';
import { importTable, reparseTable } from './import-table';
import { alignRows } from './align-rows';
import { packDataset } from './pack-dataset';
import { prepareDataset } from './prepare-dataset';
import { readRowRange } from './rows-file';
import { surveyDataset } from './survey-dataset';
import { keepTokenizer } from './tokenizer-files';

export interface DataServiceParts {
  readonly files: FileStore;
  readonly records: RecordStore;
  readonly models: Pick<ModelImporter, 'importModel'>;
  readonly fetchProgram: FetchProgram;
}

/** The data worker's API over its stores. */
export function createDataService(parts: DataServiceParts): DataApi {
  const { files, records, models } = parts;
  const operations = new OperationRegistry();
  const tokenizerOf = keepTokenizer(files);
  /** What was taken in is there: it is never told as cancelled. */
  const takeIn = <T>(operationId: string, work: (operation: Operation) => Promise<T>): Promise<T> =>
    operations.run(operationId, async (operation) => {
      const taken = await work(operation);
      operation.commit();
      return taken;
    });
  return {
    connect: async (port) => operations.connect(port),
    cancel: async (operationId) => operations.cancel(operationId),
    importFile: (operationId, { file, ...target }) =>
      takeIn(operationId, (operation) => importTable(files, file, target, operation)),
    reparseFile: (operationId, { datasetId, file, options }) =>
      takeIn(operationId, (operation) => reparseTable(files, file, options, datasetId, operation)),
    readRows: async (datasetId, fileId, { offset, limit }) =>
      readRowRange(await files.read(paths.rows(datasetId, fileId)), offset, limit),
    inspect: (operationId, dataset) =>
      operations.run(
        operationId,
        async (operation) => (await surveyDataset(files, dataset, operation)).report,
      ),
    prepare: (operationId, request) =>
      operations.run(operationId, (operation) => prepareDataset(files, records, request, operation)),
    alignRows: async (request) => alignRows(files, records, tokenizerOf, request),
    packDataset: (operationId, request) =>
      operations.run(operationId, (operation) => packDataset(files, request, operation)),
    importModel: (operationId, request) =>
      takeIn(operationId, ({ signal, progress }) =>
        models.importModel(request, { signal, onProgress: progress }),
      ),
    removeModel: (modelId) => removeModel(files, records, modelId),
    exportBundle: (operationId, request) =>
      operations.run(operationId, (operation) => exportBundle(parts, request, operation)),
    importRun: (operationId, request) =>
      takeIn(operationId, (operation) => importRun(parts, request, operation)),
  };
}
