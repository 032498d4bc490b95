import type { Task } from '../../../core/contract/task';
import type { Precision } from '../../../core/contract/export';
import type { Architecture } from '../../../core/contract/model';
import { MODELS } from '../../models/registry';
import type { WeightSource } from '../input';
import { OnnxGraph } from './graph';
import { cast } from './layers';
import { WeightWriter } from './precision';

export interface OnnxSource {
  readonly architecture: Architecture;
  /** config.json of the base model, parsed as JSON. */
  readonly configJson: unknown;
  readonly task: Task;
  readonly labelCount: number;
  readonly weights: WeightSource;
}

/**
 * The graph of a classifier as transformers.js and Optimum expect it: int64 inputs [batch_size, sequence_length], one
 * float32 output `logits`, whatever the precision inside. Throws `MODEL_BAD_CONFIG`, `EXPORT_FAILED`.
 */
export function buildOnnx(source: OnnxSource, precision: Precision): OnnxGraph {
  const graph = new OnnxGraph();
  const model = MODELS[source.architecture];
  const inputs = model.onnx.inputs.map((name) =>
    graph.input(name, 'int64', ['batch_size', 'sequence_length']),
  );
  const weights = new WeightWriter(graph, source.weights, precision);
  const config = model.parseConfig(source.configJson);
  const logits = model.onnx.build({ graph, weights }, config, source.task, inputs);
  if (weights.floats === 'float16') cast(graph, logits, 'float32', 'logits');
  else graph.node('Identity', [logits], {}, 'logits');
  const perToken = source.task === 'token-classification' ? ['sequence_length'] : [];
  graph.output('logits', 'float32', ['batch_size', ...perToken, source.labelCount]);
  return graph;
}
