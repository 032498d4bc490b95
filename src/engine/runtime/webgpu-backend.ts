import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { type Submission, SubmissionClock } from './submission-clock';
import { UniformRing } from './uniform-ring';

/**
 * TensorFlow.js' WebGPU back end (4.22) with our submissions: by predicted time, and with a disposed tensor's buffer
 * free at once. TensorFlow.js itself holds it back until the next submission, which makes rare submissions dear in
 * memory. There is no need: uploads into used buffers are copies in the same command encoder, so nothing that is
 * encoded later overtakes what was encoded before.
 */
export class ScheduledBackend extends WebGPUBackend {
  readonly clock = new SubmissionClock(() => performance.now());
  readonly uniforms: UniformRing;
  private readonly numbers = new WeakMap<GPUBuffer, number>();
  private lastNumber = 0;

  constructor(device: GPUDevice, info: GPUAdapterInfo) {
    super(device, info);
    this.uniforms = new UniformRing(device);
    this['commandQueueOwnedIds'] = NOBODY;
  }

  /** A number of its own for each buffer, in the order in which they are first asked for. */
  numberOf(buffer: GPUBuffer): number {
    const known = this.numbers.get(buffer);
    if (known !== undefined) return known;
    this.numbers.set(buffer, ++this.lastNumber);
    return this.lastNumber;
  }

  /** Puts the free buffers in order, so that the same work takes the same ones again, and finds its bind groups. */
  rewind(): void {
    const free: ReadonlyMap<string, GPUBuffer[]> = this.bufferManager['freeBuffers'];
    for (const buffers of free.values()) {
      buffers.sort((a, b) => this.numberOf(a) - this.numberOf(b));
    }
  }

  /** Gives the free buffers back to the device; all that uses them must be submitted. */
  trim(): void {
    const free: ReadonlyMap<string, readonly GPUBuffer[]> = this.bufferManager['freeBuffers'];
    for (const buffers of free.values()) {
      for (let last = buffers.at(-1); last !== undefined; last = buffers.at(-1)) {
        this.bufferManager.releaseBuffer(this.bufferManager.acquireBuffer(last.size, last.usage), false);
      }
    }
  }

  override submitQueue(): void {
    this.uniforms.flush();
    super.submitQueue();
    this['commandQueueOwnedIds'] = NOBODY;
    void this.measure(this.clock.submit());
  }

  private async measure(submission: Submission): Promise<void> {
    // A lost device is told of elsewhere; its last times count for nothing.
    await this.queue.onSubmittedWorkDone().catch(() => undefined);
    this.clock.done(submission);
  }
}

/** The tensors whose buffers wait for the next submission: none. */
const NOBODY = { add: () => undefined, has: () => false };
