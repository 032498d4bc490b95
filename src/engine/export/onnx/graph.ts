import { create } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './schema/onnx_pb';

export const ELEMENT_TYPES = {
  float32: { code: DataType.FLOAT, bytes: 4 },
  float16: { code: DataType.FLOAT16, bytes: 2 },
  int64: { code: DataType.INT64, bytes: 8 },
  int8: { code: DataType.INT8, bytes: 1 },
  bool: { code: DataType.BOOL, bytes: 1 },
} as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

/** The name of a value that flows along an edge of the graph. */
export type Value = string;

/** A constant of the graph. */
export interface Initializer {
  readonly name: Value;
  readonly type: ElementType;
  readonly dims: readonly number[];
  /** Called once, when its turn comes to be written: raw little-endian elements, row-major. */
  readonly data: () => Promise<Uint8Array>;
}

/** Whole numbers are bigints here, so that 1 and 1.0 are told apart. */
export type Attribute = number | bigint | readonly bigint[];

/** A fixed size, or the name of one that each call chooses. */
export type Dimension = number | string;

/** Collects nodes and constants of an ONNX graph; a node comes after those that make its inputs. */
export class OnnxGraph {
  readonly nodes: NodeProto[] = [];
  readonly initializers: Initializer[] = [];
  readonly inputs: ValueInfoProto[] = [];
  readonly outputs: ValueInfoProto[] = [];
  private readonly counts = new Map<string, number>();

  input(name: string, type: ElementType, dims: readonly Dimension[]): Value {
    this.inputs.push(valueInfo(name, type, dims));
    return name;
  }

  output(name: string, type: ElementType, dims: readonly Dimension[]): void {
    this.outputs.push(valueInfo(name, type, dims));
  }

  /** A node with one result, which is named after the operation unless a name is given. */
  node(
    opType: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    result: Value = this.freshName(opType),
  ): Value {
    this.add(opType, inputs, attributes, [result]);
    return result;
  }

  /** A node with three results. */
  triple(opType: string, inputs: readonly Value[]): readonly [Value, Value, Value] {
    const name = this.freshName(opType);
    const results = [`${name}.0`, `${name}.1`, `${name}.2`] as const;
    this.add(opType, inputs, {}, results);
    return results;
  }

  initializer(constant: Initializer): Value {
    this.initializers.push(constant);
    return constant.name;
  }

  /** Shapes, axes, indices as int64; `dims` [] makes a scalar. */
  integers(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.initializer({
      name: this.freshName('integers'),
      type: 'int64',
      dims,
      data: async () => data,
    });
  }

  /** A name that nothing in the graph has yet. */
  freshName(stem: string): string {
    const count = this.counts.get(stem) ?? 0;
    this.counts.set(stem, count + 1);
    return `${stem}.${count}`;
  }

  private add(
    opType: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    results: readonly Value[],
  ): void {
    this.nodes.push(
      create(NodeProtoSchema, {
        name: `node.${this.nodes.length}`,
        opType,
        input: [...inputs],
        output: [...results],
        attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
      }),
    );
  }
}

function attribute(name: string, value: Attribute): AttributeProto {
  if (typeof value === 'number') {
    return create(AttributeProtoSchema, { name, type: AttributeType.FLOAT, f: value });
  }
  if (typeof value === 'bigint') {
    return create(AttributeProtoSchema, { name, type: AttributeType.INT, i: value });
  }
  return create(AttributeProtoSchema, { name, type: AttributeType.INTS, ints: [...value] });
}

function valueInfo(name: string, type: ElementType, dims: readonly Dimension[]): ValueInfoProto {
  const dim = dims.map((size) => ({
    value:
      typeof size === 'string'
        ? { case: 'dimParam' as const, value: size }
        : { case: 'dimValue' as const, value: BigInt(size) },
  }));
  const tensor = { elemType: ELEMENT_TYPES[type].code, shape: { dim } };
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: tensor } },
  });
}
