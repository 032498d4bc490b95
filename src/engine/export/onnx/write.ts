import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { AppError } from '../../../core/contract/errors';
import type { ByteSink } from '../../checkpoint/safetensors-write';
import { ELEMENT_TYPES, type Initializer, type OnnxGraph } from './graph';
import {
  GraphProtoSchema,
  ModelProtoSchema,
  TensorProto_DataLocation as DataLocation,
  type TensorProto,
  TensorProtoSchema,
} from './schema/onnx_pb';

const OPSET = 18n;
/** The version of the file format that came with opset 18. */
const IR_VERSION = 8n;

/** protobuf's readers refuse messages of 2 GiB and more: weights go to a file of their own before that. */
const MESSAGE_LIMIT_BYTES = 2 ** 31 - 64 * 1024 * 1024;

/** Field numbers that are written by hand, around data that must not lie in memory as a whole. */
const MODEL_GRAPH = ModelProtoSchema.field.graph.number;
const GRAPH_INITIALIZER = GraphProtoSchema.field.initializer.number;
const TENSOR_RAW_DATA = TensorProtoSchema.field.rawData.number;

/** All constants of a graph together. */
export function dataBytes(graph: OnnxGraph): number {
  return graph.initializers.reduce((sum, constant) => sum + byteLength(constant), 0);
}

/** Whether the weights of a graph need a file of their own (`<file>_data`). */
export function needsExternalData(graph: OnnxGraph, limitBytes = MESSAGE_LIMIT_BYTES): boolean {
  return dataBytes(graph) > limitBytes;
}

/**
 * Streams an ONNX file, one constant in memory at a time. With `externalName` its weights (all constants of 256 bytes
 * and more) lie in that file beside it, which `writeExternalData` writes. Throws `EXPORT_FAILED` when data do not fit
 * their shape.
 */
export async function writeOnnx(
  graph: OnnxGraph,
  sink: ByteSink,
  externalName: string | null = null,
): Promise<void> {
  const tensors = layOut(graph, externalName);
  const body = toBinary(
    GraphProtoSchema,
    create(GraphProtoSchema, {
      name: 'main',
      node: graph.nodes,
      input: graph.inputs,
      output: graph.outputs,
    }),
  );
  const frames = tensors.map(({ constant, header, isExternal }) => {
    const data = isExternal ? new Uint8Array() : lengthDelimited(TENSOR_RAW_DATA, byteLength(constant));
    const inside = header.length + data.length + (isExternal ? 0 : byteLength(constant));
    return { constant, isExternal, before: join([lengthDelimited(GRAPH_INITIALIZER, inside), header, data]) };
  });
  const graphBytes = frames.reduce(
    (sum, { before, constant, isExternal }) => sum + before.length + (isExternal ? 0 : byteLength(constant)),
    body.length,
  );
  const model = toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: IR_VERSION,
      producerName: 'tabtune',
      opsetImport: [{ domain: '', version: OPSET }],
    }),
  );
  await sink.write(join([model, lengthDelimited(MODEL_GRAPH, graphBytes), body]));
  for (const { before, constant, isExternal } of frames) {
    await sink.write(before);
    if (!isExternal) await sink.write(await dataOf(constant));
  }
}

/** The weights that `writeOnnx` left to a file of their own, in its order. */
export async function writeExternalData(graph: OnnxGraph, sink: ByteSink): Promise<void> {
  for (const constant of graph.initializers) {
    if (isLarge(constant)) await sink.write(await dataOf(constant));
  }
}

interface LaidOut {
  readonly constant: Initializer;
  readonly header: Uint8Array;
  readonly isExternal: boolean;
}

function layOut(graph: OnnxGraph, externalName: string | null): LaidOut[] {
  let offset = 0;
  return graph.initializers.map((constant) => {
    const isExternal = externalName !== null && isLarge(constant);
    const tensor = create(TensorProtoSchema, {
      name: constant.name,
      dims: constant.dims.map(BigInt),
      dataType: ELEMENT_TYPES[constant.type].code,
      ...(isExternal && external(externalName, offset, byteLength(constant))),
    });
    if (isExternal) offset += byteLength(constant);
    return { constant, header: toBinary(TensorProtoSchema, tensor), isExternal };
  });
}

function external(
  location: string,
  offset: number,
  length: number,
): Pick<TensorProto, 'dataLocation'> & { externalData: { key: string; value: string }[] } {
  return {
    dataLocation: DataLocation.EXTERNAL,
    externalData: [
      { key: 'location', value: location },
      { key: 'offset', value: String(offset) },
      { key: 'length', value: String(length) },
    ],
  };
}

/** Small constants stay inside: shapes must be known before any other file is opened. */
const isLarge = (constant: Initializer): boolean => byteLength(constant) >= 256;

function byteLength({ type, dims }: Initializer): number {
  return dims.reduce((product, size) => product * size, ELEMENT_TYPES[type].bytes);
}

async function dataOf(constant: Initializer): Promise<Uint8Array> {
  const data = await constant.data();
  const expectedBytes = byteLength(constant);
  if (data.length !== expectedBytes) {
    throw new AppError('EXPORT_FAILED', { tensor: constant.name, expectedBytes, actualBytes: data.length });
  }
  return data;
}

/** Tag and length of a field whose bytes follow. */
function lengthDelimited(field: number, length: number): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(length).finish();
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
