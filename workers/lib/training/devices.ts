import { AppError, toAppError } from '../../../src/core/contract/errors';
import type { RunSpec } from '../../../src/core/contract/run';
import type { Device } from '../../../src/engine/runtime/device';

/** How back ends are started; injected, so that tests run on what is at hand. */
export interface DeviceStarters {
  readonly webgpu: () => Promise<Device>;
  readonly wasm: (fallback: AppError | null) => Promise<Device>;
  /** Bytes that one tensor may have on WebGPU; null where there is none. */
  readonly webgpuTensorLimit: () => Promise<number | null>;
}

/** The one device of the worker. TensorFlow.js has one active back end; so have we. */
export class Devices {
  private current: { readonly device: Device; readonly wish: RunSpec['backend'] } | null = null;
  private queue: Promise<unknown> = Promise.resolve();

  /** @param onRelease what lay on the device must be forgotten; disposed too, unless the device is gone with it */
  constructor(
    private readonly starters: DeviceStarters,
    private readonly onRelease: (deviceIsGone: boolean) => void,
  ) {}

  /** The running device, whatever it is, or the preferred one. */
  any(): Promise<Device> {
    return this.inTurn(async () => this.current?.device ?? this.replace('auto'));
  }

  /**
   * The device for a wish: "auto" is WebGPU, and WASM where that is missing, with the reason in its report.
   * Throws `GPU_UNAVAILABLE` when WebGPU was asked for by name, `WASM_UNAVAILABLE`.
   */
  acquire(wish: RunSpec['backend']): Promise<Device> {
    return this.inTurn(async () => {
      const { current } = this;
      const fits =
        current !== null &&
        (current.wish === wish || current.device.report.backend === preferred(wish)) &&
        // What is asked for now may be smaller.
        (wish === 'wasm' || current.device.report.fallback?.code !== 'GPU_OUT_OF_MEMORY');
      return fits ? current.device : this.replace(wish);
    });
  }

  /** Whether a device that turned out too small may give way to WASM: nobody asked for it by name. */
  mayFallBack(device: Device): boolean {
    const { current } = this;
    return current?.device === device && current.wish === 'auto' && device.report.backend === 'webgpu';
  }

  /** WASM in place of a device that cannot hold what was asked of it. */
  fallBack(reason: AppError): Promise<Device> {
    return this.inTurn(async () => {
      this.release();
      return this.keep(await this.starters.wasm(reason), 'auto');
    });
  }

  /** Gives the device up; the next `acquire` starts a new one. */
  release(deviceIsGone = false): void {
    if (this.current === null) return;
    const { device } = this.current;
    this.current = null;
    this.onRelease(deviceIsGone);
    device.dispose();
  }

  /** One start or change at a time: two at once would each believe to be alone. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async replace(wish: RunSpec['backend']): Promise<Device> {
    this.release();
    return this.keep(await this.start(wish), wish);
  }

  private keep(device: Device, wish: RunSpec['backend']): Device {
    this.current = { device, wish };
    const drop = () => {
      if (this.current?.device === device) this.release(true);
    };
    device.lost.then(drop, drop);
    return device;
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

/** The back end that a wish means where everything is at hand. */
function preferred(wish: RunSpec['backend']): 'webgpu' | 'wasm' {
  return wish === 'wasm' ? 'wasm' : 'webgpu';
}
