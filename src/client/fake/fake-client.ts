import type { FileStore, RecordStore } from '../../core/contract/storage';
import type { StudioClient } from '../types';
import { createFakeDataClient } from './fake-data-client';
import { FakeHub } from './fake-hub-client';
import { FakeInference } from './fake-inference-client';
import { FakeTraining } from './fake-training-client';
import { Faults } from './faults';

export interface FakeClient extends StudioClient {
  /** Drives the run: emits events, crashes the worker. */
  readonly run: FakeTraining;
  /** Sets what a certificate will say. */
  readonly exported: FakeInference;
  /** What the Hub has, and what was pushed to it. */
  readonly pushes: FakeHub;
  /** Makes calls fail or wait. */
  readonly faults: Faults;
}

/** All workers in memory, deterministic, for tests of the store and of components. */
export function createFakeClient(files: FileStore, records: RecordStore): FakeClient {
  const faults = new Faults();
  const run = new FakeTraining(files, records, faults);
  const exported = new FakeInference(files, records, faults);
  const pushes = new FakeHub(faults);
  return {
    data: createFakeDataClient(files, records, faults),
    training: run.client,
    inference: exported.client,
    hub: pushes.client,
    pushes,
    run,
    exported,
    faults,
  };
}
