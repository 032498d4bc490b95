/** A number in a uniform struct of 32-bit scalars. */
export interface Uniform {
  readonly type: 'f32' | 'u32';
  readonly value: number;
}

export const u32 = (...values: number[]): Uniform[] =>
  values.map((value) => ({ type: 'u32', value: value >>> 0 }));
export const f32 = (...values: number[]): Uniform[] => values.map((value) => ({ type: 'f32', value }));

/** Distance of two structs: the alignment of dynamic offsets on every device (its default limit), and room for 64 scalars. */
const SLOT_BYTES = 256;
/** Dispatches of one submission, at most. */
const SLOTS = 2048;

/**
 * The uniforms of the dispatches that are being encoded: one buffer, addressed by dynamic offsets and written once a
 * submission. Writes and submissions are carried out in the order of their calls, so the next one may use it again.
 */
export class UniformRing {
  readonly buffer: GPUBuffer;
  readonly slotBytes = SLOT_BYTES;
  private readonly floats = new Float32Array((SLOTS * SLOT_BYTES) / 4);
  private readonly words = new Uint32Array(this.floats.buffer);
  private used = 0;

  constructor(private readonly device: GPUDevice) {
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    this.buffer = device.createBuffer({ label: 'uniforms', size: SLOTS * SLOT_BYTES, usage });
  }

  get isFull(): boolean {
    return this.used === SLOTS;
  }

  /** Takes a struct in; returns its offset in bytes. */
  place(uniforms: readonly Uniform[]): number {
    if (uniforms.length * 4 > SLOT_BYTES) throw new RangeError(`${uniforms.length} uniforms`);
    const offset = this.used++ * SLOT_BYTES;
    for (const [i, { type, value }] of uniforms.entries()) {
      (type === 'f32' ? this.floats : this.words)[offset / 4 + i] = value;
    }
    return offset;
  }

  /** To be called right before what was encoded is submitted. */
  flush(): void {
    if (this.used > 0)
      this.device.queue.writeBuffer(this.buffer, 0, this.floats, 0, (this.used * SLOT_BYTES) / 4);
    this.used = 0;
  }
}
