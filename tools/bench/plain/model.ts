import * as tf from '@tensorflow/tfjs-core';
import type { BertConfig } from '../../../src/engine/models/bert/config.ts';

/*
 * BERT for text classification as one writes it with TensorFlow.js' own operations. Linear weights are kept as
 * [inputs, outputs], TensorFlow.js' own layout: no product of the forward pass needs a transpose flag.
 */

export type Variables = ReadonlyMap<string, tf.Variable>;

/** What does not change from step to step. */
export interface PlainBatch {
  readonly batchSize: number;
  readonly sequenceLength: number;
  /** [B, T] */
  readonly ids: tf.Tensor2D;
  readonly typeIds: tf.Tensor2D;
  /** 0 for a real token, a large negative number for padding; [B, 1, 1, T]. */
  readonly maskBias: tf.Tensor4D;
  /** [B, L] */
  readonly oneHotLabels: tf.Tensor;
}

function weight(variables: Variables, name: string): tf.Variable {
  const variable = variables.get(name);
  if (variable === undefined) throw new RangeError(`no weight ${name}`);
  return variable;
}

/** x·W + b over rows, x [M, K]. */
function dense(variables: Variables, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const product = tf.matMul<tf.Tensor2D>(x, weight(variables, `${name}.weight`));
  return tf.add(product, weight(variables, `${name}.bias`));
}

function layerNorm(variables: Variables, name: string, x: tf.Tensor2D, epsilon: number): tf.Tensor2D {
  const { mean, variance } = tf.moments(x, -1, true);
  const normalized = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(normalized, weight(variables, `${name}.weight`)), weight(variables, `${name}.bias`));
}

function gelu(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

function embeddings(variables: Variables, config: BertConfig, batch: PlainBatch): tf.Tensor2D {
  const name = 'bert.embeddings';
  const width = config.hiddenSize;
  const word = tf.gather(weight(variables, `${name}.word_embeddings.weight`), batch.ids);
  const tokenType = tf.gather(weight(variables, `${name}.token_type_embeddings.weight`), batch.typeIds);
  const position = tf.slice(
    weight(variables, `${name}.position_embeddings.weight`),
    [0, 0],
    [batch.sequenceLength, width],
  );
  const sum = tf.reshape<tf.Rank.R2>(tf.add(tf.add(word, tokenType), position), [-1, width]);
  return layerNorm(variables, `${name}.LayerNorm`, sum, config.layerNormEps);
}

function attention(
  variables: Variables,
  name: string,
  config: BertConfig,
  batch: PlainBatch,
  x: tf.Tensor2D,
): tf.Tensor2D {
  const heads = config.numAttentionHeads;
  const headSize = config.hiddenSize / heads;
  const split = (part: string) =>
    tf.transpose(
      tf.reshape(dense(variables, `${name}.self.${part}`, x), [
        batch.batchSize,
        batch.sequenceLength,
        heads,
        headSize,
      ]),
      [0, 2, 1, 3],
    );
  const scores = tf.mul(tf.matMul(split('query'), split('key'), false, true), 1 / Math.sqrt(headSize));
  const probabilities = tf.softmax(tf.add(scores, batch.maskBias));
  const mixed = tf.transpose(tf.matMul(probabilities, split('value')), [0, 2, 1, 3]);
  return dense(variables, `${name}.output.dense`, tf.reshape<tf.Rank.R2>(mixed, [-1, config.hiddenSize]));
}

function layer(
  variables: Variables,
  name: string,
  config: BertConfig,
  batch: PlainBatch,
  x: tf.Tensor2D,
): tf.Tensor2D {
  const epsilon = config.layerNormEps;
  const attended = attention(variables, `${name}.attention`, config, batch, x);
  const y = layerNorm(variables, `${name}.attention.output.LayerNorm`, tf.add(attended, x), epsilon);
  const inner = gelu(dense(variables, `${name}.intermediate.dense`, y));
  const outer = dense(variables, `${name}.output.dense`, inner);
  return layerNorm(variables, `${name}.output.LayerNorm`, tf.add(outer, y), epsilon);
}

/** Mean cross-entropy of the batch. */
export function loss(variables: Variables, config: BertConfig, batch: PlainBatch): tf.Scalar {
  let x = embeddings(variables, config, batch);
  for (let i = 0; i < config.numHiddenLayers; i++) {
    x = layer(variables, `bert.encoder.layer.${i}`, config, batch, x);
  }
  const tokens = tf.reshape(x, [batch.batchSize, batch.sequenceLength, config.hiddenSize]);
  const first = tf.slice(tokens, [0, 0, 0], [batch.batchSize, 1, config.hiddenSize]);
  const rows = tf.reshape<tf.Rank.R2>(first, [batch.batchSize, config.hiddenSize]);
  const pooled = tf.tanh(dense(variables, 'bert.pooler.dense', rows));
  const logits = dense(variables, 'classifier', pooled);
  const picked = tf.sum(tf.mul(tf.logSoftmax(logits), batch.oneHotLabels), -1);
  return tf.neg<tf.Scalar>(tf.mean(picked));
}
