import * as tf from '@tensorflow/tfjs-core';
import type { Task } from '../../../core/contract/task';
import type { ForwardContext } from '../../nn/context';
import {
  addNorm,
  attach,
  attention,
  dropout,
  embedding,
  firstToken,
  type LayerNorm,
  type Linear,
  linear,
} from '../../nn/layers';
import type { Parameter } from '../../runtime/parameters';
import type { DeviceBatch, EncoderModel } from '../encoder';
import type { BertConfig } from './config';

interface EncoderLayer {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly attentionOutput: Linear;
  readonly attentionNorm: LayerNorm;
  readonly intermediate: Linear;
  readonly output: Linear;
  readonly outputNorm: LayerNorm;
}

/** BERT (post-layer-norm encoder) with a sequence or token head; Devlin et al. 2019, names as in transformers. */
export function bertModel(config: BertConfig, task: Task, parameters: readonly Parameter[]): EncoderModel {
  const byName = new Map(parameters.map((p) => [p.name, p]));
  const get = (name: string): Parameter => {
    const parameter = byName.get(name);
    if (parameter === undefined) throw new RangeError(`no parameter ${name}`);
    return parameter;
  };
  const linearAt = (name: string): Linear => ({ weight: get(`${name}.weight`), bias: get(`${name}.bias`) });
  const normAt = (name: string): LayerNorm => ({ ...linearAt(name), epsilon: config.layerNormEps });
  const layers = Array.from({ length: config.numHiddenLayers }, (_, i): EncoderLayer => {
    const name = `bert.encoder.layer.${i}`;
    return {
      query: linearAt(`${name}.attention.self.query`),
      key: linearAt(`${name}.attention.self.key`),
      value: linearAt(`${name}.attention.self.value`),
      attentionOutput: linearAt(`${name}.attention.output.dense`),
      attentionNorm: normAt(`${name}.attention.output.LayerNorm`),
      intermediate: linearAt(`${name}.intermediate.dense`),
      output: linearAt(`${name}.output.dense`),
      outputNorm: normAt(`${name}.output.LayerNorm`),
    };
  });
  const tables = {
    word: get('bert.embeddings.word_embeddings.weight'),
    position: get('bert.embeddings.position_embeddings.weight'),
    tokenType: get('bert.embeddings.token_type_embeddings.weight'),
  };
  const embeddingNorm = normAt('bert.embeddings.LayerNorm');
  const pooler = task === 'text-classification' ? linearAt('bert.pooler.dense') : null;
  const classifier = linearAt('classifier');
  const classifierDropout = config.classifierDropout ?? config.hiddenDropoutProb;
  const embeddingsTrained = tables.word.trainable;
  const firstTrained = layers.findIndex((layer) => layer.query.weight.trainable);
  const prefixLength = firstTrained === -1 ? layers.length : firstTrained;

  const embed = (context: ForwardContext, batch: DeviceBatch, anchor: tf.Tensor) => {
    const sum = embedding(context, anchor, tables, batch.ids, batch.typeIds, batch.sequenceLength);
    return dropout(context, addNorm(context, sum, null, embeddingNorm, 0), config.hiddenDropoutProb);
  };

  const encode = (context: ForwardContext, batch: DeviceBatch, x: tf.Tensor, layer: EncoderLayer) => {
    context.touch();
    const shape = {
      batchSize: batch.batchSize,
      sequenceLength: batch.sequenceLength,
      heads: config.numAttentionHeads,
      headSize: config.hiddenSize / config.numAttentionHeads,
    };
    const q = linear(context, x, layer.query);
    const k = linear(context, x, layer.key);
    const v = linear(context, x, layer.value);
    const mixed = attention(context, q, k, v, batch.mask, shape, config.attentionProbsDropoutProb);
    const attended = linear(context, mixed, layer.attentionOutput);
    const y = addNorm(context, attended, x, layer.attentionNorm, config.hiddenDropoutProb);
    const inner = linear(context, y, layer.intermediate, config.hiddenAct);
    const outer = linear(context, inner, layer.output);
    return addNorm(context, outer, y, layer.outputNorm, config.hiddenDropoutProb);
  };

  const head = (context: ForwardContext, batch: DeviceBatch, x: tf.Tensor) => {
    if (pooler === null) return linear(context, dropout(context, x, classifierDropout), classifier);
    const first = firstToken(context, x, batch.batchSize, batch.sequenceLength);
    const pooled = linear(context, first, pooler, 'tanh');
    return linear(context, dropout(context, pooled, classifierDropout), classifier);
  };

  return {
    prefix(context, batch) {
      if (embeddingsTrained) return null;
      return tf.tidy(() => {
        const embedded = embed(context, batch, tf.scalar(0));
        return layers.slice(0, prefixLength).reduce((x, layer) => encode(context, batch, x, layer), embedded);
      });
    },
    suffix(context, batch, hidden, anchor) {
      const start = hidden === null ? embed(context, batch, anchor) : attach(anchor, hidden);
      const rest = layers.slice(hidden === null ? 0 : prefixLength);
      return head(
        context,
        batch,
        rest.reduce((x, layer) => encode(context, batch, x, layer), start),
      );
    },
  };
}
