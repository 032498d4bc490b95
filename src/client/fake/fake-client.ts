import type { FileStore, RecordStore } from '../../core/contract/storage';
import type { StudioClient } from '../types';
import { createFakeDataClient } from './fake-data-client';
import { FakeTraining } from './fake-training-client';
import { Faults } from './faults';

export interface FakeClient extends StudioClient {
  /** Drives the run: emits events, crashes the worker. */
  readonly run: FakeTraining;
  /** Makes calls fail or wait. */
  readonly faults: Faults;
}

/** Both workers in memory, deterministic, for tests of the store and of components. */
export function createFakeClient(files: FileStore, records: RecordStore): FakeClient {
  const faults = new Faults();
  const run = new FakeTraining(files, records, faults);
  return { data: createFakeDataClient(records, faults), training: run.client, run, faults };
}
