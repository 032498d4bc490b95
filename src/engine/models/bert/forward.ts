import * as tf from '@tensorflow/tfjs-core';
import type { Task } from '../../../core/contract/task';
import type { ForwardContext } from '../../nn/context';
import { type FeedForward, feedForward, type SelfAttention, selfAttention } from '../../nn/encoder-blocks';
import {
  attach,
  dropout,
  embedding,
  firstToken,
  type LayerNorm,
  type Linear,
  linear,
  norm,
} from '../../nn/layers';
import { stacksOf } from '../../runtime/parameter-blocks';
import type { Parameter, ParameterSpan } from '../../runtime/parameters';
import type { DeviceBatch, EncoderModel } from '../encoder';
import type { BertConfig } from './config';

interface EncoderLayer {
  readonly attention: SelfAttention;
  readonly feedForward: FeedForward;
}

/** BERT (post-layer-norm encoder) with a sequence or token head; Devlin et al. 2019, names as in transformers. */
export function bertModel(config: BertConfig, task: Task, parameters: readonly Parameter[]): EncoderModel {
  const byName = new Map(parameters.map((p) => [p.name, p]));
  const get = (name: string): Parameter => found(byName.get(name), name);
  const stacks = stacksOf(parameters);
  const stack = (name: string): ParameterSpan => found(stacks.get(name), name);
  const pairAt = (name: string) => ({ weight: get(`${name}.weight`), bias: get(`${name}.bias`) });
  const linearAt: (name: string) => Linear = pairAt;
  const normAt = (name: string): LayerNorm => ({ ...pairAt(name), epsilon: config.layerNormEps });
  const layers = Array.from({ length: config.numHiddenLayers }, (_, i): EncoderLayer => {
    const name = `bert.encoder.layer.${i}`;
    const self = `${name}.attention.self`;
    return {
      attention: {
        qkv: { weight: stack(`${self}.weight`), bias: stack(`${self}.bias`) },
        output: linearAt(`${name}.attention.output.dense`),
        norm: normAt(`${name}.attention.output.LayerNorm`),
        probabilityDropout: config.attentionProbsDropoutProb,
        outputDropout: config.hiddenDropoutProb,
      },
      feedForward: {
        intermediate: linearAt(`${name}.intermediate.dense`),
        activation: config.hiddenAct,
        output: linearAt(`${name}.output.dense`),
        norm: normAt(`${name}.output.LayerNorm`),
        outputDropout: config.hiddenDropoutProb,
      },
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
  const firstTrained = layers.findIndex((layer) => layer.attention.qkv.weight.trainable);
  const prefixLength = firstTrained === -1 ? layers.length : firstTrained;

  const embed = (context: ForwardContext, batch: DeviceBatch, anchor: tf.Tensor) => {
    const sum = embedding(context, anchor, tables, batch.ids, batch.typeIds, batch.sequenceLength);
    return dropout(context, norm(context, sum, embeddingNorm), config.hiddenDropoutProb);
  };

  const encode = (context: ForwardContext, batch: DeviceBatch, x: tf.Tensor, layer: EncoderLayer) => {
    context.touch();
    const shape = {
      batchSize: batch.batchSize,
      sequenceLength: batch.sequenceLength,
      heads: config.numAttentionHeads,
      headSize: config.hiddenSize / config.numAttentionHeads,
    };
    return feedForward(
      context,
      selfAttention(context, x, layer.attention, batch.mask, shape),
      layer.feedForward,
    );
  };

  const head = (context: ForwardContext, batch: DeviceBatch, x: tf.Tensor) => {
    if (pooler === null) return linear(context, dropout(context, x, classifierDropout), classifier);
    const first = firstToken(context, x, batch.batchSize, batch.sequenceLength);
    const pooled = linear(context, first, pooler, 'tanh');
    return linear(context, dropout(context, pooled, classifierDropout), classifier);
  };

  return {
    sizes: {
      hiddenSize: config.hiddenSize,
      heads: config.numAttentionHeads,
      classes: classifier.bias.size,
      perToken: task === 'token-classification',
    },
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

function found<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new RangeError(`no parameter ${name}`);
  return value;
}
