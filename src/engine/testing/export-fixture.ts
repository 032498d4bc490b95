import type { ModelRecord } from '../../core/contract/model';
import type { Evaluation, RunRecord } from '../../core/contract/run';
import { PRETRAINED_RECIPE } from '../../core/recipe/recipe';
import { classificationReport } from '../evaluate/classification';
import { tokenClassificationReport } from '../evaluate/token-classification';
import type { ExportInput } from '../export/input';
import { parseBertConfig } from '../models/bert/config';
import { bertWeights } from '../models/bert/weights';
import { initialWeight } from '../models/init';
import type { WeightSpec } from '../models/weights';
import { tokenizerJsonFromVocab } from '../tokenizer/vocab';
import { evaluationEntry, summaryEntry, trainEntry } from '../train/log-history';

/** One label outside ASCII and one with what YAML and Markdown would read as markup. */
const LABELS = ['clickbait', 'señuelo: | "no"', 'news'];

const VOCAB = (
  '[PAD] [UNK] [CLS] [SEP] [MASK] you will not believe this bill sent to parliament 2023 1 ' +
  '##s ##ing cafe . , ! ? é 中 文'
).split(' ');

/** A tiny BERT of odd sizes: 2 layers, 15 wide, 3 heads. */
const CONFIG = {
  _name_or_path: 'somewhere',
  architectures: ['BertModel'],
  model_type: 'bert',
  vocab_size: VOCAB.length,
  hidden_size: 15,
  num_attention_heads: 3,
  num_hidden_layers: 2,
  intermediate_size: 29,
  hidden_act: 'gelu',
  max_position_embeddings: 40,
  type_vocab_size: 2,
  layer_norm_eps: 1e-12,
  initializer_range: 0.3,
  pad_token_id: 0,
  torch_dtype: 'float16',
};

const BASE: ModelRecord = {
  id: 'm1',
  name: 'tiny-bert',
  source: { kind: 'hub', repo: 'someone/tiny-bert', revision: 'main' },
  architecture: 'bert',
  stage: 'pretrained',
  licence: 'apache-2.0',
  createdAt: 0,
  sizeBytes: 1000,
  dtype: 'F16',
  parameterCount: 1000,
  hiddenSize: CONFIG.hidden_size,
  layerCount: CONFIG.num_hidden_layers,
  headCount: CONFIG.num_attention_heads,
  intermediateSize: CONFIG.intermediate_size,
  vocabSize: CONFIG.vocab_size,
  maxLength: CONFIG.max_position_embeddings,
  lowercase: true,
  head: null,
  missing: [],
  unexpected: [],
};

function evaluation(step: number, split: 'validation' | 'test', predicted: readonly number[]): Evaluation {
  const report = classificationReport({ labels: LABELS, truth: [0, 0, 1, 1, 2, 2, 2], predicted });
  return {
    step,
    epoch: step / 4,
    split,
    examples: predicted.length,
    seconds: 0.5,
    metrics: { loss: 2 / step, ...report.metrics },
    perLabel: report.perLabel,
    strictPerLabel: [],
    confusion: report.confusion,
    cells: [],
    entities: null,
  };
}

const EVALUATIONS = [
  evaluation(4, 'validation', [0, 1, 1, 1, 2, 0, 2]),
  evaluation(8, 'validation', [0, 0, 1, 1, 2, 0, 2]),
  evaluation(12, 'validation', [0, 0, 1, 2, 2, 0, 1]),
  evaluation(8, 'test', [0, 0, 1, 1, 2, 2, 1]),
];

const split = (examples: number) => ({
  path: 'p',
  examples,
  tokens: 9 * examples,
  truncated: 1,
  lengthCounts: [],
  cut: [],
});

const RUN: RunRecord = {
  id: 'r1',
  name: 'My *run* #1',
  spec: {
    id: 'r1',
    task: 'text-classification',
    datasetId: 'd1',
    datasetName: 'titles | "May".csv',
    modelId: BASE.id,
    modelName: BASE.name,
    labels: LABELS,
    data: {
      datasetId: 'd1',
      modelId: BASE.id,
      task: 'text-classification',
      maxLength: 32,
      labels: LABELS,
      splits: { train: split(31), validation: split(7), test: split(7) },
      excluded: 3,
      fileIds: ['f1'],
    },
    recipe: {
      ...PRETRAINED_RECIPE,
      maxLength: 32,
      warmupSteps: 0.1,
      loggingSteps: 5,
      classifierDropout: 0.25,
      earlyStoppingPatience: 2,
      gradientAccumulationSteps: 1,
    },
    backend: 'auto',
  },
  status: 'completed',
  failure: null,
  createdAt: Date.UTC(2026, 4, 1),
  updatedAt: Date.UTC(2026, 4, 2),
  progress: {
    step: 12,
    totalSteps: 12,
    epoch: 3,
    elapsedSeconds: 20,
    secondsLeft: 0,
    tokensPerSecond: 100,
    phase: 'training',
  },
  best: { step: 8, metric: 'loss', value: 0.25 },
  evaluations: EVALUATIONS,
  checkpoints: [],
  device: { backend: 'wasm', adapter: '', software: false, threads: 2, simd: true, fallback: null },
  cluster: null,
};

const LOG_HISTORY = [
  ...EVALUATIONS.filter((e) => e.split === 'validation').flatMap((e) => {
    const log = { loss: 1.5, gradNorm: 2, learningRate: 1e-5, epoch: 1.25, step: 5 };
    return [...(e.step === 8 ? [trainEntry(log)] : []), evaluationEntry({ ...e, batches: 1 })];
  }),
  summaryEntry({ seconds: 20, samples: 93, totalFlos: 1e6, trainLoss: 1.25, epoch: 3, step: 12 }),
];

function readerOf(specs: readonly WeightSpec[], range: number): ExportInput['weights']['read'] {
  return async (name) => {
    const spec = specs.find((each) => each.name === name);
    if (spec === undefined) throw new RangeError(`no weight ${name}`);
    return initialWeight(spec, range, 7);
  };
}

/** A finished run of a tiny model with random weights (the same at every call), as an export takes it. */
export function exportFixture(): ExportInput {
  const config = parseBertConfig(CONFIG);
  const specs = bertWeights(config, RUN.spec.task, LABELS.length);
  return {
    run: RUN,
    weightsStep: 8,
    base: BASE,
    configJson: CONFIG,
    tokenizerJson: {
      ...tokenizerJsonFromVocab(VOCAB.join('\n'), { lowercase: true }),
      padding: { strategy: { Fixed: 128 } },
    },
    tokenizerConfig: {
      do_lower_case: true,
      model_max_length: 512,
      tokenizer_class: 'PreTrainedTokenizerFast',
    },
    history: { logHistory: LOG_HISTORY, totalFlos: 1e6, patienceCounter: 1 },
    weights: {
      specs,
      read: readerOf(specs, config.initializerRange),
    },
    unmade: [],
  };
}

/** The same for words with tags: types of entities, one with a hyphen of its own. */
const TAGS = ['O', 'B-LOC', 'B-by-line', 'I-LOC', 'I-by-line'];

function tagEvaluation(step: number, found: readonly number[]): Evaluation {
  const truth = [1, 3, 0, 2, 0, 1, 0];
  const report = tokenClassificationReport(
    { truth, predicted: found, starts: [0, 5, 7], isWordStart: truth.map(() => 1) },
    TAGS,
    (example) => ({ fileId: 'f1', row: example + 1 }),
  );
  return {
    step,
    epoch: step / 4,
    split: 'validation',
    examples: 2,
    seconds: 0.5,
    ...report,
    metrics: { loss: 2 / step, ...report.metrics },
    cells: [],
  };
}

/** A finished run of the tiny model on tagged words. */
export function tokenExportFixture(): ExportInput {
  const fixture = exportFixture();
  const config = parseBertConfig(CONFIG);
  const specs = bertWeights(config, 'token-classification', TAGS.length);
  const task = 'token-classification' as const;
  const data = { ...RUN.spec.data, task, labels: TAGS };
  const recipe = { ...RUN.spec.recipe, labelAllTokens: 'all', metricForBestModel: 'f1' } as const;
  return {
    ...fixture,
    run: {
      ...RUN,
      spec: { ...RUN.spec, task, labels: TAGS, data, recipe },
      best: { step: 8, metric: 'f1', value: 2 / 3 },
      evaluations: [tagEvaluation(4, [1, 0, 0, 2, 0, 0, 0]), tagEvaluation(8, [1, 3, 0, 0, 0, 1, 2])],
    },
    weights: { ...fixture.weights, specs, read: readerOf(specs, config.initializerRange) },
  };
}
