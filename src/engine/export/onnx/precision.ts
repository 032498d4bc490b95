import { AppError } from '../../../core/contract/errors';
import type { Precision } from '../../../core/contract/export';
import { firstBeyondHalf, toFloat16Bits } from '../../checkpoint/float16-encode';
import type { WeightSource } from '../input';
import type { ElementType, OnnxGraph, Value } from './graph';
import { type Quantized, quantizeRows, transpose } from './quantize';

const LOOKUP_LIMIT = 127;
const PRODUCT_LIMIT = 63;

/** Puts weights of a model into a graph as constants of one precision, each read when it is written. */
export class WeightWriter {
  private readonly shapes: ReadonlyMap<string, readonly number[]>;
  private latest: { readonly name: string; readonly quantized: Quantized } | null = null;

  constructor(
    private readonly graph: OnnxGraph,
    private readonly weights: WeightSource,
    readonly precision: Precision,
  ) {
    this.shapes = new Map(weights.specs.map(({ name, shape }) => [name, shape]));
  }

  /** The element type of activations. */
  get floats(): 'float32' | 'float16' {
    return this.precision === 'float16' ? 'float16' : 'float32';
  }

  /** [rows, columns] of a matrix. Throws `EXPORT_FAILED` for a weight that the model lacks. */
  matrixShape(name: string): readonly [rows: number, columns: number] {
    const [rows, columns, ...rest] = this.shapeOf(name);
    if (rows === undefined || columns === undefined || rest.length > 0) {
      throw new AppError('EXPORT_FAILED', { tensor: name, reason: 'not a matrix' });
    }
    return [rows, columns];
  }

  /** A weight as it is: vectors, and tables that are added. */
  plain(name: string): Value {
    return this.floatConstant(name, this.shapeOf(name), () => this.weights.read(name));
  }

  /** W [outputs, inputs] as [inputs, outputs], the way MatMul takes it. */
  transposed(name: string): Value {
    const [rows, columns] = this.matrixShape(name);
    return this.floatConstant(name, [columns, rows], async () =>
      transpose(await this.weights.read(name), rows, columns, new Float32Array(rows * columns)),
    );
  }

  /** W [outputs, inputs] as whole numbers [inputs, outputs] and the scale of each output. */
  quantizedProduct(name: string): { readonly values: Value; readonly scales: Value } {
    const [rows, columns] = this.matrixShape(name);
    return this.quantizedPair(name, [columns, rows], [rows], async () => {
      const { values, scales } = await this.quantize(name, PRODUCT_LIMIT);
      return { values: transpose(values, rows, columns, new Int8Array(rows * columns)), scales };
    });
  }

  /** A table [V, C] as whole numbers and the scale of each row [V, 1]. */
  quantizedTable(name: string): { readonly values: Value; readonly scales: Value } {
    const [rows, columns] = this.matrixShape(name);
    return this.quantizedPair(name, [rows, columns], [rows, 1], () => this.quantize(name, LOOKUP_LIMIT));
  }

  /** A single number of the activations' type. */
  scalar(value: number): Value {
    const name = this.graph.freshName('scalar');
    return this.floatConstant(name, [], async () => Float32Array.of(value));
  }

  private floatConstant(
    name: string,
    dims: readonly number[],
    read: () => Promise<Float32Array<ArrayBuffer>>,
  ): Value {
    const type: ElementType = this.floats;
    const data = async () => {
      const values = await read();
      return type === 'float32' ? bytesOf(values) : bytesOf(halves(name, values));
    };
    return this.graph.initializer({ name, type, dims, data });
  }

  private quantizedPair(
    name: string,
    valueDims: readonly number[],
    scaleDims: readonly number[],
    make: () => Promise<Quantized>,
  ): { readonly values: Value; readonly scales: Value } {
    // The two are written one after the other: what was made for the first serves the second.
    const quantized = async () => {
      if (this.latest?.name !== name) this.latest = { name, quantized: await make() };
      return this.latest.quantized;
    };
    return {
      values: this.graph.initializer({
        name: `${name}.int8`,
        type: 'int8',
        dims: valueDims,
        data: async () => bytesOf((await quantized()).values),
      }),
      scales: this.graph.initializer({
        name: `${name}.scale`,
        type: 'float32',
        dims: scaleDims,
        data: async () => bytesOf((await quantized()).scales),
      }),
    };
  }

  private async quantize(name: string, limit: number): Promise<Quantized> {
    const [rows, columns] = this.matrixShape(name);
    return quantizeRows(await this.weights.read(name), rows, columns, limit);
  }

  private shapeOf(name: string): readonly number[] {
    const shape = this.shapes.get(name);
    if (shape === undefined)
      throw new AppError('EXPORT_FAILED', { tensor: name, reason: 'not in the weights' });
    return shape;
  }
}

/** Throws `EXPORT_BEYOND_HALF` where a finite number has no finite half. */
function halves(name: string, values: Float32Array): Uint16Array<ArrayBuffer> {
  const lost = firstBeyondHalf(values);
  if (lost !== null) throw new AppError('EXPORT_BEYOND_HALF', { tensor: name, value: lost });
  return toFloat16Bits(values);
}

function bytesOf(
  values: Float32Array<ArrayBuffer> | Int8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
