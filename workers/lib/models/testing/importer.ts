import type { ModelImport } from '../../../../src/core/contract/api';
import type { OperationEvent } from '../../../../src/core/contract/events';
import { HubClient } from '../../../../src/hub/hub-client';
import { createMemoryFileStore } from '../../../../src/storage/memory-file-store';
import { createMemoryRecordStore } from '../../../../src/storage/memory-record-store';
import { ModelImporter, type ModelImporterParts } from '../model-importer';

/** An importer on empty stores in memory, without network unless a part says otherwise. */
export function setUpImporter(changes: Partial<ModelImporterParts> = {}) {
  const parts: ModelImporterParts = {
    files: createMemoryFileStore(),
    records: createMemoryRecordStore(),
    hub: new HubClient({ fetch: () => Promise.reject(new TypeError('no network in this test')) }),
    fetchStarterFile: () => Promise.reject(new TypeError('no starter in this test')),
    ...changes,
  };
  const importer = new ModelImporter(parts);
  const progress: Omit<OperationEvent, 'operationId'>[] = [];
  const run = (request: ModelImport, signal = new AbortController().signal) =>
    importer.importModel(request, { signal, onProgress: (event) => progress.push(event) });
  return {
    ...parts,
    progress,
    run,
    runLocal: (files: readonly File[], name = 'my-model') => run({ kind: 'local', name, files }),
  };
}
