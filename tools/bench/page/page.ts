import { type Remote, wrap } from 'comlink';
import type { Conductor } from './conductor.worker.ts';

declare global {
  interface Window {
    /** What the command line calls in the page. */
    tabtuneBench: Remote<Conductor>;
  }
}

window.tabtuneBench = wrap<Conductor>(
  new Worker(new URL('./conductor.worker.ts', import.meta.url), { type: 'module', name: 'conductor' }),
);
