import type { Task } from '../../../core/contract/task';
import { weightDecayApplies } from '../weight-decay';
import type { WeightSpec } from '../weights';
import type { BertConfig } from './config';

type Group = WeightSpec['group'];

function spec(name: string, shape: readonly number[], init: WeightSpec['init'], group: Group): WeightSpec {
  return { name, shape, init, group, decay: weightDecayApplies(name) };
}

function linear(name: string, outputs: number, inputs: number, group: Group): [WeightSpec, WeightSpec] {
  return [
    spec(`${name}.weight`, [outputs, inputs], 'normal', group),
    spec(`${name}.bias`, [outputs], 'zeros', group),
  ];
}

/** Query, key and value of a layer: three weights of one product. */
function selfAttention(name: string, width: number, group: Group): WeightSpec[] {
  return ['query', 'key', 'value'].flatMap((part) => {
    const [weight, bias] = linear(`${name}.${part}`, width, width, group);
    return [
      { ...weight, stack: `${name}.weight` },
      { ...bias, stack: `${name}.bias` },
    ];
  });
}

function layerNorm(name: string, width: number, group: Group): WeightSpec[] {
  return [spec(`${name}.weight`, [width], 'ones', group), spec(`${name}.bias`, [width], 'zeros', group)];
}

function embeddings(config: BertConfig): WeightSpec[] {
  const name = 'bert.embeddings';
  const width = config.hiddenSize;
  return [
    {
      ...spec(`${name}.word_embeddings.weight`, [config.vocabSize, width], 'normal', 'embeddings'),
      ...(config.padTokenId !== null && { padRow: config.padTokenId }),
    },
    spec(`${name}.position_embeddings.weight`, [config.maxPositionEmbeddings, width], 'normal', 'embeddings'),
    spec(`${name}.token_type_embeddings.weight`, [config.typeVocabSize, width], 'normal', 'embeddings'),
    ...layerNorm(`${name}.LayerNorm`, width, 'embeddings'),
  ];
}

function encoderLayer(config: BertConfig, layer: number): WeightSpec[] {
  const name = `bert.encoder.layer.${layer}`;
  const group = { layer };
  const width = config.hiddenSize;
  return [
    ...selfAttention(`${name}.attention.self`, width, group),
    ...linear(`${name}.attention.output.dense`, width, width, group),
    ...layerNorm(`${name}.attention.output.LayerNorm`, width, group),
    ...linear(`${name}.intermediate.dense`, config.intermediateSize, width, group),
    ...linear(`${name}.output.dense`, width, config.intermediateSize, group),
    ...layerNorm(`${name}.output.LayerNorm`, width, group),
  ];
}

/**
 * All tensors of BERT with the head of a task, in the order of the PyTorch module: a sequence head is pooler and
 * classifier, a token head is the classifier alone.
 */
export function bertWeights(config: BertConfig, task: Task, labelCount: number): readonly WeightSpec[] {
  const pooled = task === 'text-classification';
  return [
    ...embeddings(config),
    ...Array.from({ length: config.numHiddenLayers }, (_, layer) => encoderLayer(config, layer)).flat(),
    ...(pooled ? linear('bert.pooler.dense', config.hiddenSize, config.hiddenSize, 'pooler') : []),
    ...linear('classifier', labelCount, config.hiddenSize, 'head'),
  ];
}
