import type { ScheduledBackend } from './webgpu-backend';
import type { BufferRange } from './webgpu-runner';

/** Bind groups kept. A step of a model meets the same buffers again and again, because TensorFlow.js pools them. */
const KEPT = 4096;

/** Bind groups by pipeline and buffer ranges: making one costs the processor more than all else of a dispatch. */
export class BindGroups {
  private readonly groups = new Map<string, GPUBindGroup>();

  constructor(
    private readonly backend: ScheduledBackend,
    private readonly uniforms: BufferRange,
  ) {}

  /** @param pipeline number of the pipeline that `layout` belongs to */
  get(pipeline: number, layout: GPUBindGroupLayout, ranges: readonly BufferRange[]): GPUBindGroup {
    let key = `${pipeline}`;
    for (const { buffer, offset, size } of ranges)
      key += ` ${this.backend.numberOf(buffer)}:${offset}:${size}`;
    const known = this.groups.get(key);
    if (known !== undefined) return known;
    const group = this.backend.device.createBindGroup({
      layout,
      entries: [...ranges, this.uniforms].map(({ buffer, offset, size }, binding) => ({
        binding,
        resource: { buffer, offset, size },
      })),
    });
    // All at once: buffers that are gone would otherwise keep their groups for good.
    if (this.groups.size === KEPT) this.groups.clear();
    this.groups.set(key, group);
    return group;
  }
}
