import { AppError, toAppError } from '../../../src/core/contract/errors';
import type { RunSpec } from '../../../src/core/contract/run';
import type { Device } from '../../../src/engine/runtime/device';

/** How back ends are started; injected, so that tests run on what is at hand. */
export interface DeviceStarters {
  readonly webgpu: () => Promise<Device>;
  readonly wasm: (fallback: AppError | null) => Promise<Device>;
}

/** The one device of the worker. TensorFlow.js has one active back end; so have we. */
export class Devices {
  private current: { readonly device: Device; readonly wish: RunSpec['backend'] } | null = null;

  /** @param onChange the device is another one from now on: what lay on the old one is gone */
  constructor(
    private readonly starters: DeviceStarters,
    private readonly onChange: () => void,
  ) {}

  /** The running device, whatever it is, or the wished one. */
  async any(): Promise<Device> {
    return this.current?.device ?? this.acquire('auto');
  }

  /**
   * The device for a wish: "auto" is WebGPU, and WASM where that is missing, with the reason in its report.
   * Throws `GPU_UNAVAILABLE` when WebGPU was asked for by name, `WASM_UNAVAILABLE`.
   */
  async acquire(wish: RunSpec['backend']): Promise<Device> {
    if (
      this.current !== null &&
      (this.current.wish === wish || this.current.device.report.backend === wish)
    ) {
      return this.current.device;
    }
    this.release();
    const device = await this.start(wish);
    this.current = { device, wish };
    device.lost
      .then(() => {
        if (this.current?.device === device) this.release();
      })
      .catch(() => this.release());
    return device;
  }

  /** Gives the device up; the next `acquire` starts a new one. */
  release(): void {
    if (this.current === null) return;
    const { device } = this.current;
    this.current = null;
    this.onChange();
    device.dispose();
  }

  private async start(wish: RunSpec['backend']): Promise<Device> {
    if (wish === 'wasm') return this.starters.wasm(null);
    try {
      return await this.starters.webgpu();
    } catch (thrown) {
      const error = toAppError(thrown, 'GPU_UNAVAILABLE');
      if (wish === 'webgpu') throw error;
      return this.starters.wasm(error);
    }
  }
}
