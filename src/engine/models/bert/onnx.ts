import type { Task } from '../../../core/contract/task';
import type { Value } from '../../export/onnx/graph';
import {
  activation,
  attention,
  attentionMask,
  embedding,
  firstRows,
  firstToken,
  layerNorm,
  linear,
  type OnnxContext,
} from '../../export/onnx/layers';
import type { BertConfig } from './config';

/** The inputs of BERT's graph, in the order in which transformers gives them. */
export const BERT_ONNX_INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'] as const;

/** BERT with its head as an ONNX graph, node for node what `forward.ts` computes without dropout → logits. */
export function bertOnnx(
  context: OnnxContext,
  config: BertConfig,
  task: Task,
  [ids, mask, typeIds]: readonly Value[],
): Value {
  if (ids === undefined || mask === undefined || typeIds === undefined) {
    throw new RangeError('BERT has three inputs');
  }
  const { graph } = context;
  const shape = {
    heads: config.numAttentionHeads,
    headSize: config.hiddenSize / config.numAttentionHeads,
  };
  const norm = (x: Value, name: string) => layerNorm(context, x, `${name}.LayerNorm`, config.layerNormEps);
  const visible = attentionMask(context, mask);

  const tables = 'bert.embeddings';
  const words = embedding(context, ids, `${tables}.word_embeddings.weight`);
  const types = graph.node('Gather', [
    context.weights.plain(`${tables}.token_type_embeddings.weight`),
    typeIds,
  ]);
  const positions = firstRows(context, ids, `${tables}.position_embeddings.weight`);
  let x = norm(graph.node('Add', [graph.node('Add', [words, types]), positions]), tables);

  for (let i = 0; i < config.numHiddenLayers; i++) {
    const name = `bert.encoder.layer.${i}`;
    const projected = (part: string) => linear(context, x, `${name}.attention.self.${part}`);
    const mixed = attention(
      context,
      [projected('query'), projected('key'), projected('value')],
      visible,
      shape,
    );
    const attended = linear(context, mixed, `${name}.attention.output.dense`);
    const y = norm(graph.node('Add', [attended, x]), `${name}.attention.output`);
    const inner = activation(context, linear(context, y, `${name}.intermediate.dense`), config.hiddenAct);
    x = norm(graph.node('Add', [linear(context, inner, `${name}.output.dense`), y]), `${name}.output`);
  }

  if (task === 'token-classification') return linear(context, x, 'classifier');
  const pooled = activation(context, linear(context, firstToken(context, x), 'bert.pooler.dense'), 'tanh');
  return linear(context, pooled, 'classifier');
}
