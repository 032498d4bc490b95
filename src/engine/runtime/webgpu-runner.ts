import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../core/contract/errors';
import type { AdapterTraits } from './adapter-traits';
import { BindGroups } from './bind-groups';
import { adopt } from './host-memory';
import type { Uniform } from './uniform-ring';
import type { ScheduledBackend } from './webgpu-backend';

export { f32, u32 } from './uniform-ring';

/** A piece of a GPU buffer; offset and size in bytes, the offset on a 256-byte boundary. */
export interface BufferRange {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

/** An operand of a dispatch: a tensor of the back end, or a range of a buffer of ours. */
export type Operand = tf.Tensor | BufferRange;

export interface Dispatch {
  /** Everything that changes the code: pipelines are cached by it. */
  readonly key: string;
  /** WGSL with the entry point `main`; bindings in the order of `reads`, `writes`, then a uniform struct `u`. */
  readonly code: () => string;
  readonly reads: readonly Operand[];
  /** Bound read-write. A buffer may not be bound for reading and writing at once. */
  readonly writes: readonly Operand[];
  readonly uniforms: readonly Uniform[];
  /** Invocations wanted; spread over x and y in workgroups of 64. */
  readonly invocations: number;
  /** Floating-point operations, where they are far more than the elements bound; else estimated from those. */
  readonly operations?: number;
}

/** Threads of a workgroup in every kernel of ours. */
export const WORKGROUP_SIZE = 64;
const MAX_GROUPS = 65535;
const COMPUTE_STAGE = 4;

/**
 * WGSL that declares `gid`, the flat index of an invocation, `group`, that of its workgroup, and `local`, its place in
 * there. The grid is two-dimensional beyond 65,535 workgroups.
 */
export const ENTRY_WGSL = /* wgsl */ `
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(workgroup_id) place: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) local: u32) {
  let group = place.x + place.y * groups.x;
  let gid = group * ${WORKGROUP_SIZE}u + local;
`;

/** Put before everything else in a kernel that swaps values between four neighbouring lanes (`AdapterTraits.quads`). */
export const QUAD_WGSL = 'enable subgroups;\n';

/**
 * Encodes dispatches of ours, with bindings of our choice, into the command encoder of TensorFlow.js' WebGPU back
 * end, so that both keep one order. Alone in knowing that back end's insides (4.22): a program of TensorFlow.js
 * has one output and may not write its inputs; ours write several, and parameters in place.
 */
export class WebGpuRunner {
  /** Dispatches encoded since the start, ours only. */
  dispatches = 0;
  /** Forms of kernels that a trial chose, or the run that is open came with; what is not named takes its default. */
  readonly choices = new Map<string, string>();
  private readonly programs = new Map<string, Program>();
  private readonly bindGroups: BindGroups;

  constructor(
    readonly backend: ScheduledBackend,
    readonly traits: AdapterTraits,
  ) {
    const { buffer, slotBytes } = backend.uniforms;
    this.bindGroups = new BindGroups(backend, { buffer, offset: 0, size: slotBytes });
  }

  get device(): GPUDevice {
    return this.backend.device;
  }

  /** A tensor whose content is undefined until a dispatch writes it. Throws `GPU_OUT_OF_MEMORY`. */
  create(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): tf.Tensor {
    const neededBytes = 4 * tf.util.sizeFromShape([...shape]);
    const limitBytes = tensorLimit(this.device.limits);
    if (neededBytes > limitBytes) throw new AppError('GPU_OUT_OF_MEMORY', { neededBytes, limitBytes });
    const info = this.backend.makeTensorInfo([...shape], dtype);
    this.backend.uploadToGPU(info.dataId);
    return adopt(info);
  }

  run(dispatch: Dispatch): void {
    const { backend } = this;
    // Uploads first: an upload ends the open pass.
    const reads = dispatch.reads.map((operand) => this.range(operand));
    const operands = [...reads, ...dispatch.writes.map((operand) => this.range(operand))];
    checkAliases(dispatch, operands);
    const operations = dispatch.operations ?? operationsOver(operands);
    if (backend.uniforms.isFull || backend.clock.isFull(operations)) this.submit();
    const { id, pipeline, layout } = this.pipeline(dispatch);
    const pass = this.pass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, this.bindGroups.get(id, layout, operands), [
      backend.uniforms.place(dispatch.uniforms),
    ]);
    const groups = Math.ceil(dispatch.invocations / WORKGROUP_SIZE);
    const x = Math.min(groups, MAX_GROUPS);
    pass.dispatchWorkgroups(x, Math.ceil(groups / x), 1);
    backend.clock.encode(operations);
    this.dispatches++;
  }

  /** Fills a range with zeros, in order with the dispatches. */
  clear({ buffer, offset, size }: BufferRange): void {
    this.outsidePass().clearBuffer(buffer, offset, size);
  }

  /** Hands over what was encoded so far. */
  submit(): void {
    this.outsidePass();
    this.backend.submitQueue();
  }

  /** Submits and resolves when the device is done with everything. */
  async settled(): Promise<void> {
    this.submit();
    await this.device.queue.onSubmittedWorkDone();
  }

  /** A copy of a buffer range in host memory; waits for everything encoded before. */
  async read(range: BufferRange): Promise<Float32Array<ArrayBuffer>> {
    return this.readAll([range]);
  }

  /** Submits, the values of scalars copied last, and disposes them; resolves with the values when all is done. */
  async finish(scalars: readonly tf.Tensor[]): Promise<readonly number[]> {
    const ranges = scalars.map((scalar) => ({ ...this.range(scalar), size: 4 }));
    for (const scalar of scalars) scalar.dispose();
    this.backend.rewind();
    return [...(await this.readAll(ranges))];
  }

  /** Overwrites a buffer range, after everything encoded before. */
  write({ buffer, offset }: BufferRange, values: Float32Array): void {
    this.submit();
    this.device.queue.writeBuffer(buffer, offset, values.slice());
  }

  private async readAll(ranges: readonly BufferRange[]): Promise<Float32Array<ArrayBuffer>> {
    const staging = this.device.createBuffer({
      size: ranges.reduce((sum, { size }) => sum + size, 0),
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    const encoder = this.outsidePass();
    let at = 0;
    for (const { buffer, offset, size } of ranges) {
      encoder.copyBufferToBuffer(buffer, offset, staging, at, size);
      at += size;
    }
    this.submit();
    await staging.mapAsync(GPUMapMode.READ);
    const values = new Float32Array(staging.getMappedRange().slice(0));
    staging.destroy();
    return values;
  }

  private range(operand: Operand): BufferRange {
    if (!(operand instanceof tf.Tensor)) return operand;
    this.backend.uploadToGPU(operand.dataId);
    const data = this.backend.tensorMap.get(operand.dataId);
    const { resource } = data;
    if (!(resource instanceof GPUBuffer)) {
      throw new AppError('GPU_VALIDATION', { reason: `tensor ${operand.id} is not in a buffer` });
    }
    return { buffer: resource, offset: 0, size: resource.size };
  }

  private pass(): GPUComputePassEncoder {
    this.backend.ensureCommandEncoderReady();
    const open: GPUComputePassEncoder | null = this.backend['computePassEncoder'];
    if (open) return open;
    const pass = this.backend['commandEncoder'].beginComputePass();
    this.backend['computePassEncoder'] = pass;
    return pass;
  }

  private outsidePass(): GPUCommandEncoder {
    this.backend.endComputePassEncoder();
    this.backend.ensureCommandEncoderReady();
    return this.backend['commandEncoder'];
  }

  private pipeline({ key, code, reads, writes }: Dispatch): Program {
    const known = this.programs.get(key);
    if (known !== undefined) return known;
    const entry = (binding: number, type: GPUBufferBindingType): GPUBindGroupLayoutEntry => ({
      binding,
      visibility: COMPUTE_STAGE,
      buffer: { type, hasDynamicOffset: type === 'uniform' },
    });
    this.backend.clock.compile();
    const layout = this.device.createBindGroupLayout({
      label: key,
      entries: [
        ...reads.map((_, i) => entry(i, 'read-only-storage')),
        ...writes.map((_, i) => entry(reads.length + i, 'storage')),
        entry(reads.length + writes.length, 'uniform'),
      ],
    });
    const pipeline = this.device.createComputePipeline({
      label: key,
      layout: this.device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: this.device.createShaderModule({ label: key, code: code() }), entryPoint: 'main' },
    });
    const program = { id: this.programs.size, pipeline, layout };
    this.programs.set(key, program);
    return program;
  }
}

/** What a dispatch runs; bind groups are found by its number. */
interface Program {
  readonly id: number;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** Bytes that a tensor may have: kernels bind it as a whole. */
export function tensorLimit({ maxStorageBufferBindingSize, maxBufferSize }: GPUSupportedLimits): number {
  return Math.min(maxStorageBufferBindingSize, maxBufferSize);
}

/** Of a kernel that looks at each element a few times. */
function operationsOver(operands: readonly BufferRange[]): number {
  return operands.reduce((sum, { size }) => sum + 2 * size, 0);
}

/**
 * A buffer bound for reading and writing, or overlapping ranges of it both for writing, is a validation error
 * that drops the whole command buffer, and later reads give 0: refuse it here, where the kernel can be named.
 */
function checkAliases({ key, reads }: Dispatch, operands: readonly BufferRange[]): void {
  for (const [i, written] of operands.entries()) {
    if (i < reads.length) continue;
    const clash = operands.findIndex(
      (other, j) =>
        j !== i && other.buffer === written.buffer && (j < reads.length || overlap(other, written)),
    );
    if (clash >= 0)
      throw new AppError('GPU_VALIDATION', { kernel: key, reason: `operands ${clash} and ${i} alias` });
  }
}

function overlap(a: BufferRange, b: BufferRange): boolean {
  return a.offset < b.offset + b.size && b.offset < a.offset + a.size;
}

/** WGSL declarations of storage bindings in the order of a `Dispatch`, and the uniform struct behind them. */
export function bindingsWgsl(
  reads: readonly (readonly [name: string, element: string])[],
  writes: readonly (readonly [name: string, element: string])[],
  uniforms: readonly (readonly [name: string, type: 'u32' | 'f32'])[],
): string {
  const storage =
    (access: string) =>
    ([name, element]: readonly [string, string], binding: number) =>
      `@group(0) @binding(${binding}) var<storage, ${access}> ${name}: array<${element}>;`;
  return [
    `struct Uniforms { ${uniforms.map(([name, type]) => `${name}: ${type}`).join(', ')} }`,
    ...reads.map(storage('read')),
    ...writes.map(([name, element], i) => storage('read_write')([name, element], reads.length + i)),
    `@group(0) @binding(${reads.length + writes.length}) var<uniform> u: Uniforms;`,
  ].join('\n');
}
