import { toAppError } from '../../core/contract/errors';
import type { DeviceReport } from '../../core/contract/run';
import { hostKernels } from '../kernels/host';
import type { Device } from './device';
import type { HostMemory } from './host-memory';
import { HostParameters } from './host-parameters';

/** The device of a back end in host memory, once TensorFlow.js runs on it. */
export function hostDevice(report: DeviceReport, memory: HostMemory): Device {
  return {
    report,
    padToMultipleOf: 1,
    tuner: null,
    allocate(parameters) {
      const store = new HostParameters(memory, parameters);
      return { store, kernels: hostKernels(store) };
    },
    async finish(scalars) {
      const values = scalars.map((scalar) => scalar.dataSync()[0] ?? Number.NaN);
      for (const scalar of scalars) scalar.dispose();
      return values;
    },
    settled: () => Promise.resolve(),
    lost: new Promise(() => undefined),
    explain: (thrown) => Promise.resolve(toAppError(thrown)),
    dispose: () => undefined,
  };
}
