import { AppError } from '../../core/contract/errors';
import { adamw } from '../kernels/adamw/webgpu';
import { globalNorm } from '../kernels/global-norm/webgpu';
import { type Block, blocksOf, spanOf } from './parameter-blocks';
import type {
  AdamWStep,
  DeviceScalar,
  MomentKind,
  Parameter,
  ParameterSpan,
  ParameterStore,
} from './parameters';
import { type BufferRange, tensorLimit, type WebGpuRunner } from './webgpu-runner';

/** Blocks begin on this boundary, so that each can be bound by itself (minStorageBufferOffsetAlignment). */
const ALIGNMENT_BYTES = 256;

/** Neighbouring blocks of parameters in flat buffers: one for the weights and, if they are trained, three more. */
interface Arena {
  readonly bytes: number;
  readonly values: GPUBuffer;
  readonly training: { readonly gradients: GPUBuffer; readonly m: GPUBuffer; readonly v: GPUBuffer } | null;
  readonly decay: boolean;
}

interface Place {
  readonly arena: Arena;
  readonly offset: number;
  /** Of the block. */
  readonly end: number;
}

/**
 * Parameters on a GPU. Each arena holds parameters that are treated alike (trained or frozen, with or without
 * decay) and stays within the adapter's binding limit, so that AdamW and the norm are one dispatch an arena. Stacks
 * lie in it without a gap. Throws `GPU_OUT_OF_MEMORY` for a parameter or stack that no binding can hold.
 */
export class WebGpuParameters implements ParameterStore {
  private readonly places: readonly Place[];
  private readonly arenas: readonly Arena[];

  constructor(
    readonly runner: WebGpuRunner,
    readonly parameters: readonly Parameter[],
  ) {
    const limit = tensorLimit(runner.device.limits);
    const arenas: Arena[] = [];
    const places = new Map<number, Place>();
    for (const { blocks, bytes } of arenasOf(parameters, limit)) {
      const arena = createArena(runner.device, blocks[0][0], bytes);
      arenas.push(arena);
      let offset = 0;
      for (const block of blocks) {
        const end = offset + spanOf(block).size * 4;
        for (const p of block) {
          places.set(p.index, { arena, offset, end });
          offset += p.size * 4;
        }
        offset = aligned(end);
      }
    }
    this.arenas = arenas;
    this.places = parameters.map((p) => places.get(p.index) as Place);
  }

  get bytes(): number {
    return this.arenas.reduce((sum, arena) => sum + arena.bytes * (arena.training === null ? 1 : 4), 0);
  }

  /** An operand of kernels. */
  value(span: ParameterSpan): BufferRange {
    return bindable(span, this.range(span, 'values'));
  }

  /** Where kernels add up the gradient, or null for a frozen parameter. */
  gradient(span: ParameterSpan): BufferRange | null {
    return span.trainable ? bindable(span, this.range(span, 'gradients')) : null;
  }

  load(parameter: Parameter, values: Float32Array): void {
    this.runner.write(this.range(parameter, 'values'), values);
  }

  read(parameter: Parameter): Promise<Float32Array<ArrayBuffer>> {
    return this.runner.read(this.range(parameter, 'values'));
  }

  readGradient(parameter: Parameter): Promise<Float32Array<ArrayBuffer>> {
    return this.runner.read(this.range(parameter, 'gradients'));
  }

  readMoment(parameter: Parameter, kind: MomentKind): Promise<Float32Array<ArrayBuffer>> {
    return this.runner.read(this.range(parameter, kind));
  }

  loadMoment(parameter: Parameter, kind: MomentKind, values: Float32Array): void {
    this.runner.write(this.range(parameter, kind), values);
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

  private range(span: ParameterSpan, kind: 'values' | 'gradients' | MomentKind): BufferRange {
    const place = this.places[span.index];
    const size = span.size * 4;
    if (place === undefined || place.offset + size > place.end) {
      throw new RangeError(`no ${span.name} of ${span.size} numbers in this store`);
    }
    const { arena, offset } = place;
    if (kind === 'values') return { buffer: arena.values, offset, size };
    if (arena.training === null) throw new RangeError(`${span.name} is frozen: it has no ${kind}`);
    return { buffer: arena.training[kind], offset, size };
  }
}

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;

/** A stack begins where a binding may; of its later members that is true by chance alone. */
function bindable(span: ParameterSpan, range: BufferRange): BufferRange {
  if (range.offset % ALIGNMENT_BYTES === 0) return range;
  throw new RangeError(`${span.name} lies inside a stack: kernels take the stack as a whole`);
}

/**
 * A kernel binds a whole parameter: one beyond the binding limit would be refused at its first use, as a validation
 * error that says nothing of memory.
 */
function refuseOversized(tensor: string, neededBytes: number, limitBytes: number): void {
  if (neededBytes > limitBytes) throw new AppError('GPU_OUT_OF_MEMORY', { tensor, neededBytes, limitBytes });
}

/** Cuts the parameters into arenas of one kind and at most `limit` bytes, in model order and between blocks. */
function arenasOf(parameters: readonly Parameter[], limit: number) {
  const arenas: { blocks: [Block, ...Block[]]; bytes: number }[] = [];
  const blocks = blocksOf(parameters);
  for (const trainable of [true, false]) {
    for (const decay of [true, false]) {
      let arena: (typeof arenas)[number] | undefined;
      for (const block of blocks) {
        if (block[0].trainable !== trainable || block[0].decay !== decay) continue;
        const { name, size } = spanOf(block);
        refuseOversized(name, size * 4, limit);
        const bytes = aligned(size * 4);
        if (arena === undefined || arena.bytes + bytes > limit) {
          arena = { blocks: [block], bytes };
          arenas.push(arena);
        } else {
          arena.blocks.push(block);
          arena.bytes += bytes;
        }
      }
    }
  }
  return arenas;
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
