import type { AppError } from '../../core/contract/errors';
import type { DeviceReport } from '../../core/contract/run';
import type { Kernels } from '../kernels/kernels';
import type { Tuner } from './kernel-choices';
import type { DeviceScalar, Parameter, ParameterStore } from './parameters';

/** A started back end: gives models their memory and kernels. */
export interface Device {
  readonly report: DeviceReport;
  /** Sequence lengths are rounded up to this, so that buffers are reused (they are pooled by exact size). */
  readonly padToMultipleOf: number;
  /** Chooses between forms of the kernels; null where each has one. */
  readonly tuner: Tuner | null;
  /** Memory and kernels for the weights of one model. */
  allocate(parameters: readonly Parameter[]): { readonly store: ParameterStore; readonly kernels: Kernels };
  /**
   * Hands over everything issued so far, at once; resolves, when the device has done it, with the values of
   * `scalars`, which it disposes. What is issued meanwhile comes after it. Rejects with `GPU_LOST`.
   */
  finish(scalars: readonly DeviceScalar[]): Promise<readonly number[]>;
  /** Hands over everything issued so far; resolves when the device has done it. Rejects with `GPU_LOST`. */
  settled(): Promise<void>;
  /** Resolves when the device is gone for good (never, in host memory). */
  readonly lost: Promise<AppError>;
  /** What really went wrong when device work threw: the device's own failure, which is told a little later, or the error itself. */
  explain(thrown: unknown): Promise<AppError>;
  dispose(): void;
}
