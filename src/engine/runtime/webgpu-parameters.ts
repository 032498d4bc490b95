import { AppError } from '../../core/contract/errors';
import { adamw } from '../kernels/adamw/webgpu';
import { globalNorm } from '../kernels/global-norm/webgpu';
import type { AdamWStep, DeviceScalar, MomentKind, Parameter, ParameterStore } from './parameters';
import type { BufferRange, WebGpuRunner } from './webgpu-runner';

/** Parameters begin on this boundary, so that each can be bound by itself (minStorageBufferOffsetAlignment). */
const ALIGNMENT_BYTES = 256;

/** Neighbouring parameters in flat buffers: one for the weights and, if they are trained, three more. */
interface Arena {
  readonly bytes: number;
  readonly values: GPUBuffer;
  readonly training: { readonly gradients: GPUBuffer; readonly m: GPUBuffer; readonly v: GPUBuffer } | null;
  readonly decay: boolean;
}

interface Place {
  readonly arena: Arena;
  readonly offset: number;
}

/**
 * Parameters on a GPU. Each arena holds parameters that are treated alike (trained or frozen, with or without
 * decay) and stays within the adapter's binding limit, so that AdamW and the norm are one dispatch an arena. Throws
 * `GPU_OUT_OF_MEMORY` for a parameter that no binding can hold.
 */
export class WebGpuParameters implements ParameterStore {
  private readonly places: readonly Place[];
  private readonly arenas: readonly Arena[];

  constructor(
    readonly runner: WebGpuRunner,
    readonly parameters: readonly Parameter[],
  ) {
    const limit = Math.min(
      runner.device.limits.maxStorageBufferBindingSize,
      runner.device.limits.maxBufferSize,
    );
    for (const { name, size } of parameters) refuseOversized(name, size * 4, limit);
    const arenas: Arena[] = [];
    const places = new Map<number, Place>();
    for (const { members, bytes, offsets } of groupsOf(parameters, limit)) {
      const arena = createArena(runner.device, members[0] as Parameter, bytes);
      arenas.push(arena);
      for (const [i, p] of members.entries()) places.set(p.index, { arena, offset: offsets[i] as number });
    }
    this.arenas = arenas;
    this.places = parameters.map((p) => places.get(p.index) as Place);
  }

  get bytes(): number {
    return this.arenas.reduce((sum, arena) => sum + arena.bytes * (arena.training === null ? 1 : 4), 0);
  }

  value(parameter: Parameter): BufferRange {
    const { arena, offset } = this.place(parameter);
    return { buffer: arena.values, offset, size: parameter.size * 4 };
  }

  /** Where the gradient is added up, or null for a frozen parameter. */
  gradient(parameter: Parameter): BufferRange | null {
    return parameter.trainable ? this.trained(parameter, 'gradients') : null;
  }

  load(parameter: Parameter, values: Float32Array): void {
    this.runner.write(this.value(parameter), values);
  }

  read(parameter: Parameter): Promise<Float32Array<ArrayBuffer>> {
    return this.runner.read(this.value(parameter));
  }

  readGradient(parameter: Parameter): Promise<Float32Array<ArrayBuffer>> {
    return this.runner.read(this.trained(parameter, 'gradients'));
  }

  readMoment(parameter: Parameter, kind: MomentKind): Promise<Float32Array<ArrayBuffer>> {
    return this.runner.read(this.trained(parameter, kind));
  }

  loadMoment(parameter: Parameter, kind: MomentKind, values: Float32Array): void {
    this.runner.write(this.trained(parameter, kind), values);
  }

  zeroGradients(): void {
    for (const { training, bytes } of this.arenas) {
      if (training !== null) this.runner.clear({ buffer: training.gradients, offset: 0, size: bytes });
    }
  }

  step(update: AdamWStep): DeviceScalar {
    const trained = this.arenas.flatMap(({ training, values, bytes, decay }) => {
      const range = (buffer: GPUBuffer): BufferRange => ({ buffer, offset: 0, size: bytes });
      if (training === null) return [];
      const { gradients, m, v } = training;
      return [{ values: range(values), gradients: range(gradients), m: range(m), v: range(v), decay }];
    });
    const norm = globalNorm(
      this.runner,
      trained.map((arena) => arena.gradients),
    );
    for (const arena of trained) adamw(this.runner, arena, norm, update);
    return norm;
  }

  dispose(): void {
    this.runner.submit();
    for (const { values, training } of this.arenas) {
      values.destroy();
      training?.gradients.destroy();
      training?.m.destroy();
      training?.v.destroy();
    }
  }

  private trained(parameter: Parameter, kind: 'gradients' | MomentKind): BufferRange {
    const { arena, offset } = this.place(parameter);
    if (arena.training === null) throw new RangeError(`${parameter.name} is frozen: it has no ${kind}`);
    return { buffer: arena.training[kind], offset, size: parameter.size * 4 };
  }

  private place(parameter: Parameter): Place {
    const place = this.places[parameter.index];
    if (place === undefined) throw new RangeError(`no parameter ${parameter.name} in this store`);
    return place;
  }
}

/**
 * A kernel binds a whole parameter: one beyond the binding limit would be refused at its first use, as a validation
 * error that says nothing of memory.
 */
function refuseOversized(tensor: string, neededBytes: number, limitBytes: number): void {
  if (neededBytes > limitBytes) throw new AppError('GPU_OUT_OF_MEMORY', { tensor, neededBytes, limitBytes });
}

/** Cuts the parameters into arenas of one kind and at most `limit` bytes, in model order. */
function groupsOf(parameters: readonly Parameter[], limit: number) {
  const groups: { members: Parameter[]; offsets: number[]; bytes: number }[] = [];
  for (const trainable of [true, false]) {
    for (const decay of [true, false]) {
      let group: (typeof groups)[number] | undefined;
      for (const p of parameters) {
        if (p.trainable !== trainable || p.decay !== decay) continue;
        const bytes = Math.ceil((p.size * 4) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
        if (group === undefined || group.bytes + bytes > limit) {
          group = { members: [], offsets: [], bytes: 0 };
          groups.push(group);
        }
        group.members.push(p);
        group.offsets.push(group.bytes);
        group.bytes += bytes;
      }
    }
  }
  return groups;
}

function createArena(device: GPUDevice, { trainable, decay }: Parameter, bytes: number): Arena {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = (label: string) => device.createBuffer({ label, size: bytes, usage });
  return {
    bytes,
    values: buffer('weights'),
    training: trainable
      ? { gradients: buffer('gradients'), m: buffer('first moments'), v: buffer('second moments') }
      : null,
    decay,
  };
}
