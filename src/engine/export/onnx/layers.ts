import type { Activation } from '../../kernels/activation/activation';
import { ELEMENT_TYPES, type OnnxGraph, type Value } from './graph';
import type { WeightWriter } from './precision';

/*
 * Layers of encoder models as ONNX nodes; [B, T, C] as in nn/layers.ts, names of weights as in the checkpoint. Only
 * operations up to opset 18 (LayerNormalization is of 17; Gelu, of 20, is put together from Erf).
 */

export interface OnnxContext {
  readonly graph: OnnxGraph;
  readonly weights: WeightWriter;
}

/** x·Wᵀ + b, [..., K] → [..., N]. In int8 the rows of x are quantized as they come. */
export function linear({ graph, weights }: OnnxContext, x: Value, name: string): Value {
  const bias = weights.plain(`${name}.bias`);
  if (weights.precision !== 'int8') {
    const product = graph.node('MatMul', [x, weights.transposed(`${name}.weight`)]);
    return graph.node('Add', [product, bias]);
  }
  const { values, scales } = weights.quantizedProduct(`${name}.weight`);
  const [quantized, scale, zeroPoint] = graph.triple('DynamicQuantizeLinear', [x]);
  const whole = graph.node('MatMulInteger', [quantized, values, zeroPoint]);
  const product = graph.node('Mul', [cast(graph, whole, 'float32'), graph.node('Mul', [scale, scales])]);
  return graph.node('Add', [product, bias]);
}

/** Rows of a table [V, C] by their numbers [B, T] → [B, T, C]. */
export function embedding({ graph, weights }: OnnxContext, ids: Value, name: string): Value {
  if (weights.precision !== 'int8') return graph.node('Gather', [weights.plain(name), ids], { axis: 0n });
  const { values, scales } = weights.quantizedTable(name);
  const rows = cast(graph, graph.node('Gather', [values, ids], { axis: 0n }), 'float32');
  return graph.node('Mul', [rows, graph.node('Gather', [scales, ids], { axis: 0n })]);
}

/** The first T rows of a table [P, C], T being the length of `ids` [B, T] → [T, C]. */
export function firstRows({ graph, weights }: OnnxContext, ids: Value, name: string): Value {
  const length = graph.node('Shape', [ids], { start: 1n, end: 2n });
  return graph.node('Slice', [weights.plain(name), graph.integers([0]), length, graph.integers([0])]);
}

/** Over the last axis. */
export function layerNorm({ graph, weights }: OnnxContext, x: Value, name: string, epsilon: number): Value {
  const inputs = [x, weights.plain(`${name}.weight`), weights.plain(`${name}.bias`)];
  return graph.node('LayerNormalization', inputs, { axis: -1n, epsilon });
}

/** A mask of 0 and 1 [B, T] as truth values [B, 1, 1, T]: which keys may be looked at. */
export function attentionMask({ graph }: OnnxContext, mask: Value): Value {
  const truth = graph.node('Cast', [mask], { to: BigInt(ELEMENT_TYPES.bool.code) });
  return graph.node('Unsqueeze', [truth, graph.integers([1, 2])]);
}

/** softmax(q·kᵀ/√D, keys outside the mask left out)·v for each of `heads`; all [B, T, C]. */
export function attention(
  { graph, weights }: OnnxContext,
  [q, k, v]: readonly [Value, Value, Value],
  mask: Value,
  { heads, headSize }: { readonly heads: number; readonly headSize: number },
): Value {
  const split = graph.integers([0, 0, heads, headSize]);
  const byHead = (x: Value, perm: readonly bigint[]) =>
    graph.node('Transpose', [graph.node('Reshape', [x, split])], { perm });
  const scaled = graph.node('Mul', [byHead(q, [0n, 2n, 1n, 3n]), weights.scalar(1 / Math.sqrt(headSize))]);
  const scores = graph.node('MatMul', [scaled, byHead(k, [0n, 2n, 3n, 1n])]); // [B, H, T, T]
  const lowest = weights.scalar(weights.floats === 'float16' ? -65504 : -3.4028234663852886e38);
  const probabilities = graph.node('Softmax', [graph.node('Where', [mask, scores, lowest])], { axis: -1n });
  const mixed = graph.node('MatMul', [probabilities, byHead(v, [0n, 2n, 1n, 3n])]); // [B, H, T, D]
  const together = graph.node('Transpose', [mixed], { perm: [0n, 2n, 1n, 3n] });
  return graph.node('Reshape', [together, graph.integers([0, 0, heads * headSize])]);
}

/** act(x), elementwise. */
export function activation(context: OnnxContext, x: Value, name: Activation): Value {
  return ACTIVATIONS[name](context, x);
}

type Build = (context: OnnxContext, x: Value) => Value;

/** ½x(1 + erf(x/√2)), the form in which ONNX Runtime finds GELU and fuses it. */
const gelu: Build = ({ graph, weights }, x) => {
  const erf = graph.node('Erf', [graph.node('Div', [x, weights.scalar(Math.SQRT2)])]);
  const product = graph.node('Mul', [x, graph.node('Add', [erf, weights.scalar(1)])]);
  return graph.node('Mul', [product, weights.scalar(0.5)]);
};

/** ½x(1 + tanh(√(2/π)(x + 0.044715x³))). */
const geluTanh: Build = ({ graph, weights }, x) => {
  const cube = graph.node('Mul', [graph.node('Mul', [x, x]), x]);
  const inner = graph.node('Add', [x, graph.node('Mul', [cube, weights.scalar(0.044715)])]);
  const tanh = graph.node('Tanh', [graph.node('Mul', [inner, weights.scalar(Math.sqrt(2 / Math.PI))])]);
  const product = graph.node('Mul', [x, graph.node('Add', [tanh, weights.scalar(1)])]);
  return graph.node('Mul', [product, weights.scalar(0.5)]);
};

const ACTIVATIONS: Readonly<Record<Activation, Build>> = {
  gelu,
  gelu_new: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  relu: ({ graph }, x) => graph.node('Relu', [x]),
  silu: ({ graph }, x) => graph.node('Mul', [x, graph.node('Sigmoid', [x])]),
  tanh: ({ graph }, x) => graph.node('Tanh', [x]),
};

/** The first token of each text, [B, T, C] → [B, C]. */
export function firstToken({ graph }: OnnxContext, x: Value): Value {
  return graph.node('Gather', [x, graph.integers([0], [])], { axis: 1n });
}

/** The same numbers in another type; `result` names them. */
export function cast(graph: OnnxGraph, x: Value, type: 'float32' | 'float16', result?: Value): Value {
  return graph.node('Cast', [x], { to: BigInt(ELEMENT_TYPES[type].code) }, result);
}
