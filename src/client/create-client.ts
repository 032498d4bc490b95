import { createDataClient } from './data-client';
import { createHubClient } from './hub-client';
import { createInferenceClient } from './inference-client';
import { createTrainingClient } from './training-client';
import type { StudioClient } from './types';

/** The real client; each worker starts at its first call. */
export function createClient(): StudioClient {
  const newId = (): string => crypto.randomUUID();
  return {
    data: createDataClient({
      startWorker: () =>
        new Worker(new URL('../../workers/data.worker.ts', import.meta.url), {
          type: 'module',
          name: 'data',
        }),
      newId,
    }),
    training: createTrainingClient({
      startWorker: () =>
        new Worker(new URL('../../workers/training.worker.ts', import.meta.url), {
          type: 'module',
          name: 'training',
        }),
      newId,
      isHidden: () => document.visibilityState === 'hidden',
    }),
    hub: createHubClient({
      startWorker: () =>
        new Worker(new URL('../../workers/hub.worker.ts', import.meta.url), { type: 'module', name: 'hub' }),
      newId,
    }),
    inference: createInferenceClient({
      startWorker: () =>
        new Worker(new URL('../../workers/inference.worker.ts', import.meta.url), {
          type: 'module',
          name: 'inference',
        }),
      newId,
    }),
  };
}
