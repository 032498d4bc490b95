import { describe, expect, it, vi } from 'vitest';
import { readSafetensorsHeader } from '../../../src/engine/checkpoint/safetensors-header';
import { readTensor } from '../../../src/engine/checkpoint/safetensors-read';
import { sentencePieceModel } from '../../../src/engine/testing/sentencepiece-model';
import { loadTokenizer } from '../../../src/engine/tokenizer/tokenizer';
import { createMemoryFileStore } from '../../../src/storage/memory-file-store';
import { setUpImporter } from './testing/importer';
import { asFiles, TINY_CONFIG, type TinyOptions, tinyModel, VOCAB } from './testing/tiny-model';

/** vocabulary, positions and types, then layer norm; two layers; pooler */
const EMBEDDINGS = (9 + 16 + 2) * 4 + 8;
const LAYER = 4 * (16 + 4) + 8 + (24 + 6) + (24 + 4) + 8;
const PARAMETERS = EMBEDDINGS + 2 * LAYER + (16 + 4);

async function importTiny(options: TinyOptions = {}) {
  const set = setUpImporter();
  const record = await set.runLocal(asFiles(await tinyModel(options)));
  return { ...set, record };
}

const bare = (name: string) => name.replace(/^bert\./, '');

describe('a model from this computer', () => {
  it('is stored with a record that describes it', async () => {
    const { record, records, files } = await importTiny();
    expect(record).toEqual({
      id: expect.stringMatching(/^m-[0-9a-z]+-[0-9a-f]{8}$/),
      name: 'my-model',
      source: { kind: 'local', name: 'my-model' },
      architecture: 'bert',
      stage: 'pretrained',
      licence: 'apache-2.0',
      createdAt: expect.any(Number),
      sizeBytes: await files.sizeOf(`models/${record.id}`),
      weightsDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      dtype: 'F32',
      parameterCount: PARAMETERS,
      hiddenSize: 4,
      layerCount: 2,
      headCount: 2,
      intermediateSize: 6,
      vocabSize: 9,
      maxLength: 12,
      lowercase: true,
      head: null,
      missing: [],
      unexpected: [],
    });
    expect(await records.models.list()).toEqual([record]);
    expect(await files.list(`models/${record.id}`)).toEqual([
      'README.md',
      'config.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
  });

  it('reports progress that only grows, up to the total', async () => {
    const { progress } = await importTiny();
    const reading = progress.filter(({ stage }) => stage === 'reading');
    const total = Object.values(await tinyModel()).reduce((sum, content) => sum + content.length, 0);
    expect(new Set(reading.map((event) => event.total))).toEqual(new Set([total]));
    expect(reading.map(({ done }) => done)).toEqual(reading.map(({ done }) => done).sort((a, b) => a - b));
    expect(reading.at(-1)?.done).toBe(total);
    expect(progress.at(-1)?.stage).toBe('checking');
  });

  it.each(['F32', 'F16', 'BF16'] as const)('may hold %s weights', async (dtype) => {
    const { record, files } = await importTiny({ dtype });
    expect(record.dtype).toBe(dtype);
    const blob = await files.read(`models/${record.id}/model.safetensors`);
    const name = 'bert.encoder.layer.1.output.LayerNorm.weight';
    expect([...(await readTensor(blob, await readSafetensorsHeader(blob), name))]).toEqual([1, 1, 1, 1]);
  });

  it.each([
    ['no prefix', bare],
    [
      'gamma and beta',
      (name: string) =>
        name.replace(/(LayerNorm)\.weight$/, '$1.gamma').replace(/(LayerNorm)\.bias$/, '$1.beta'),
    ],
  ])('may have names with %s', async (_, rename) => {
    const { record } = await importTiny({ rename });
    expect(record).toMatchObject({ missing: [], unexpected: [], parameterCount: PARAMETERS });
  });

  it('may lack the pooler, and have more than it needs', async () => {
    const { record } = await importTiny({
      rename: (name) => (name.includes('pooler') ? null : bare(name)),
      extra: [
        {
          name: 'embeddings.position_ids',
          dtype: 'I64',
          shape: [1, 16],
          data: async () => new BigInt64Array(16),
        },
        { name: 'cls.predictions.bias', dtype: 'F32', shape: [9], data: async () => new Float32Array(9) },
        { name: 'adapter.down.weight', dtype: 'F32', shape: [1], data: async () => new Float32Array(1) },
      ],
    });
    expect(record.missing).toEqual(['bert.pooler.dense.weight', 'bert.pooler.dense.bias']);
    expect(record.unexpected).toEqual(['adapter.down.weight']);
  });

  it.each([
    ['text-classification', 'BertForSequenceClassification', []],
    [
      'token-classification',
      'BertForTokenClassification',
      ['bert.pooler.dense.weight', 'bert.pooler.dense.bias'],
    ],
  ] as const)('may come back with its head for %s', async (task, className, missing) => {
    const id2label = { '1': 'spam', '0': 'ham', '2': 'eggs' };
    const { record } = await importTiny({
      task,
      labelCount: 3,
      config: { architectures: [className], id2label },
    });
    expect(record).toMatchObject({
      head: { task, labels: ['ham', 'spam', 'eggs'] },
      missing,
      unexpected: [],
    });
  });

  it('gives labels without names the names that transformers gives them', async () => {
    const { record } = await importTiny({
      task: 'text-classification',
      config: { architectures: ['BertForSequenceClassification'] },
    });
    expect(record.head?.labels).toEqual(['LABEL_0', 'LABEL_1']);
  });

  it.each([
    ['several labels a text', { problem_type: 'multi_label_classification' }, 2],
    ['one number', {}, 1],
    ['another task', { architectures: ['BertForMultipleChoice'] }, 2],
  ])('leaves a head for %s aside', async (_, config, labelCount) => {
    const { record } = await importTiny({
      task: 'text-classification',
      labelCount,
      config: { architectures: ['BertForSequenceClassification'], ...config },
    });
    expect(record.head).toBeNull();
    expect(record.unexpected).toEqual(['classifier.bias', 'classifier.weight']);
  });

  it('is found in the outermost folder that has a config.json', async () => {
    const { runLocal } = setUpImporter();
    const files = [
      ...asFiles(await tinyModel(), 'download/minilm/'),
      new File(['{"pooling_mode": true}'], 'download/minilm/1_Pooling/config.json'),
      new File(['x'], 'download/notes.txt'),
    ];
    expect((await runLocal(files)).vocabSize).toBe(9);
  });

  it('may have a vocab.txt alone', async () => {
    const { runLocal, files } = setUpImporter();
    const { 'tokenizer.json': _json, 'tokenizer_config.json': _config, ...model } = await tinyModel();
    const record = await runLocal(asFiles({ ...model, 'vocab.txt': `${VOCAB.join('\n')}\n` }));
    expect(record).toMatchObject({ lowercase: true, maxLength: 16 });
    const text = async (name: string): Promise<unknown> =>
      JSON.parse(await (await files.read(`models/${record.id}/${name}`)).text());
    expect(await text('tokenizer.json')).toMatchObject({
      model: { type: 'WordPiece', vocab: { '[PAD]': 0, '!': 8 } },
    });
    expect(await text('tokenizer_config.json')).toEqual({
      do_lower_case: true,
      strip_accents: null,
      tokenize_chinese_chars: true,
      model_max_length: 16,
      tokenizer_class: 'BertTokenizer',
    });
    expect(await files.exists(`models/${record.id}/vocab.txt`)).toBe(true);
  });

  const storedJson = async ({ files }: ReturnType<typeof setUpImporter>, id: string, name: string) => {
    const value: unknown = JSON.parse(await (await files.read(`models/${id}/${name}`)).text());
    return value;
  };
  const MERGES = {
    'vocab.json': JSON.stringify({ '<s>': 0, '<pad>': 1, '</s>': 2, '<unk>': 3, a: 4, b: 5, ab: 6, Ġ: 7 }),
    'merges.txt': '#version: 0.2\na b\n',
  };

  it('may have vocab.json and merges.txt alone', async () => {
    const set = setUpImporter();
    const { 'tokenizer.json': _json, 'tokenizer_config.json': _config, ...model } = await tinyModel();
    const record = await set.runLocal(asFiles({ ...model, ...MERGES }));
    expect(await storedJson(set, record.id, 'tokenizer.json')).toMatchObject({
      // Behind the vocabulary, as transformers adds it.
      added_tokens: [{ id: 0 }, { id: 1 }, { id: 2 }, { id: 3 }, { id: 8, content: '<mask>', special: true }],
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false },
      model: { type: 'BPE', merges: ['a b'] },
      post_processor: { type: 'RobertaProcessing', cls: ['<s>', 0], sep: ['</s>', 2] },
    });
    expect(await storedJson(set, record.id, 'tokenizer_config.json')).toEqual({
      tokenizer_class: 'RobertaTokenizer',
      model_max_length: 16,
    });
    expect(await set.files.list(`models/${record.id}`)).not.toContain('merges.txt');
  });

  it('may have a SentencePiece model alone, and that is read where others lie beside it', async () => {
    const set = setUpImporter();
    const { 'tokenizer.json': _json, ...model } = await tinyModel();
    const spiece = sentencePieceModel({
      pieces: [
        ['<pad>', 0, 3],
        ['<unk>', 0, 2],
        ['[CLS]', 0, 3],
        ['[SEP]', 0, 3],
        ['[MASK]', 0, 3],
        ['▁hello', -1, 1],
      ],
      modelType: 1,
      unkId: 1,
    });
    const config = { tokenizer_class: 'AlbertTokenizer', model_max_length: 10 };
    const record = await set.runLocal(
      asFiles({
        ...model,
        'tokenizer_config.json': JSON.stringify(config),
        'spiece.model': spiece,
        'spm.model': 'is not read',
        'merges.txt': 'without its vocab.json',
      }),
    );
    expect(record).toMatchObject({ maxLength: 10, lowercase: true });
    const tokenizerJson = await storedJson(set, record.id, 'tokenizer.json');
    expect(tokenizerJson).toMatchObject({ model: { type: 'Unigram', unk_id: 1 } });
    expect(await storedJson(set, record.id, 'tokenizer_config.json')).toEqual(config);
    const tokenizer = loadTokenizer({ tokenizerJson, tokenizerConfig: config });
    expect([...tokenizer.encode('Hello hello', { maxLength: 10 }).ids]).toEqual([2, 5, 5, 3]);
    const read = set.progress.filter(({ stage }) => stage === 'reading').at(-1);
    expect(read?.done).toBe(read?.total);
  });

  it('may have a tokenizer.json of its own kind alone, and Python is told to take it as it is', async () => {
    const set = setUpImporter();
    const { 'tokenizer_config.json': _config, ...model } = await tinyModel();
    const json = {
      added_tokens: [
        { id: 0, content: '<s>' },
        { id: 1, content: '<pad>' },
      ],
      model: { type: 'BPE', vocab: { '<s>': 0, '<pad>': 1, a: 2 }, merges: [] },
    };
    const record = await set.runLocal(asFiles({ ...model, 'tokenizer.json': JSON.stringify(json) }));
    expect(await storedJson(set, record.id, 'tokenizer_config.json')).toEqual({
      tokenizer_class: 'PreTrainedTokenizerFast',
      pad_token: '<pad>',
      cls_token: '<s>',
      model_max_length: 16,
    });
  });
});

describe('a model that cannot be used', () => {
  type Model = Awaited<ReturnType<typeof tinyModel>>;
  const without = (name: string) => (model: Model) => {
    const { [name]: _, ...rest } = model;
    return rest;
  };
  const configured = (config: object) => (model: Model) => ({
    ...model,
    'config.json': JSON.stringify({ ...TINY_CONFIG, ...config }),
  });
  const weighted = async (model: Model, options: TinyOptions) => ({
    ...model,
    'model.safetensors': (await tinyModel(options))['model.safetensors'] ?? '',
  });
  const LAYER_NORM = 'bert.encoder.layer.0.output.LayerNorm.bias';

  it.each<[string, (model: Model) => Model | Promise<Model>, string, object]>([
    [
      'no config.json',
      without('config.json'),
      'MODEL_NO_CONFIG',
      { found: expect.arrayContaining(['tokenizer.json']) },
    ],
    ['no weights', without('model.safetensors'), 'MODEL_NO_WEIGHTS', {}],
    [
      'weights in pickle format alone',
      (model) => ({ ...without('model.safetensors')(model), 'pytorch_model.bin': 'x' }),
      'MODEL_PICKLE_ONLY',
      { file: 'pytorch_model.bin' },
    ],
    ['no tokenizer', without('tokenizer.json'), 'MODEL_NO_TOKENIZER', {}],
    [
      'merges without their vocabulary',
      (model) => ({ ...without('tokenizer.json')(model), 'merges.txt': 'a b' }),
      'MODEL_NO_TOKENIZER',
      { found: expect.arrayContaining(['merges.txt']) },
    ],
    [
      'a SentencePiece model that is none',
      (model) => ({ ...without('tokenizer.json')(model), 'spm.model': 'version https://git-lfs' }),
      'MODEL_UNSUPPORTED_TOKENIZER',
      { part: 'SentencePiece model' },
    ],
    [
      'a vocab.json that is no vocabulary',
      (model) => ({ ...without('tokenizer.json')(model), 'vocab.json': '{"a": -1}', 'merges.txt': '' }),
      'MODEL_UNSUPPORTED_TOKENIZER',
      { part: 'vocab.json' },
    ],
    [
      'another architecture',
      configured({ model_type: 'deberta-v2' }),
      'MODEL_UNSUPPORTED_ARCHITECTURE',
      { modelType: 'deberta-v2' },
    ],
    ['a config.json that is not JSON', (model) => ({ ...model, 'config.json': '{' }), 'MODEL_BAD_CONFIG', {}],
    [
      'a config.json without sizes',
      configured({ hidden_size: null }),
      'MODEL_BAD_CONFIG',
      { fields: ['hidden_size'] },
    ],
    [
      'an unknown activation',
      configured({ hidden_act: 'maxout' }),
      'MODEL_UNSUPPORTED_ACTIVATION',
      { activation: 'maxout' },
    ],
    [
      'a tokenizer that is not JSON',
      (model) => ({ ...model, 'tokenizer.json': 'x' }),
      'MODEL_UNSUPPORTED_TOKENIZER',
      { part: 'tokenizer.json' },
    ],
    [
      'another kind of tokenizer',
      (model) => ({ ...model, 'tokenizer.json': JSON.stringify({ model: { type: 'Unigram', vocab: [] } }) }),
      'MODEL_UNSUPPORTED_TOKENIZER',
      { part: 'model' },
    ],
    [
      'a vocabulary larger than its embedding',
      (model) => weighted(configured({ vocab_size: 8 })(model), { config: { vocab_size: 8 } }),
      'MODEL_VOCABULARY_MISMATCH',
      { tokenizer: 9, model: 8 },
    ],
    [
      'weights that end too early',
      (model) => ({ ...model, 'model.safetensors': model['model.safetensors']?.slice(0, -100) ?? '' }),
      'MODEL_SAFETENSORS_TRUNCATED',
      { expectedBytes: expect.any(Number), actualBytes: expect.any(Number) },
    ],
    [
      'weights that are something else',
      (model) => ({ ...model, 'model.safetensors': 'version https://git-lfs' }),
      'MODEL_SAFETENSORS_INVALID',
      {},
    ],
    [
      'missing tensors',
      (model) => weighted(model, { rename: (name) => (name === LAYER_NORM ? null : name) }),
      'MODEL_TENSORS_MISSING',
      { tensors: [LAYER_NORM] },
    ],
    [
      'tensors of another shape',
      configured({ max_position_embeddings: 32 }),
      'MODEL_TENSOR_SHAPE',
      { tensor: 'bert.embeddings.position_embeddings.weight', expected: '32 × 4', actual: '16 × 4' },
    ],
    [
      'another number of labels than its head',
      async (model) =>
        weighted(
          configured({
            architectures: ['BertForSequenceClassification'],
            id2label: { 0: 'a', 1: 'b', 2: 'c' },
          })(model),
          { task: 'text-classification' },
        ),
      'MODEL_TENSOR_SHAPE',
      { tensor: 'classifier.bias', expected: '3', actual: '2' },
    ],
  ])('is refused for %s, and nothing of it stays', async (_, change, code, details) => {
    const { runLocal, files, records } = setUpImporter();
    const model = await change(await tinyModel());
    await expect(runLocal(asFiles(model))).rejects.toMatchObject({ code, details });
    expect(await files.list('models')).toEqual([]);
    expect(await records.models.list()).toEqual([]);
  });

  it('is refused for numbers that are no floats', async () => {
    const { runLocal, files } = setUpImporter();
    const name = 'bert.embeddings.LayerNorm.bias';
    const model = await tinyModel({
      rename: (own) => (own === name ? null : own),
      extra: [{ name, dtype: 'I32', shape: [4], data: async () => new Int32Array(4) }],
    });
    await expect(runLocal(asFiles(model))).rejects.toMatchObject({
      code: 'MODEL_SAFETENSORS_INVALID',
      details: { tensor: name },
    });
    expect(await files.list('models')).toEqual([]);
  });

  it('is refused when there is no room for it', async () => {
    const model = await tinyModel();
    const set = setUpImporter({ files: createMemoryFileStore({ quotaBytes: 1000 }) });
    await expect(set.runLocal(asFiles(model))).rejects.toMatchObject({
      code: 'STORAGE_FULL',
      details: { neededBytes: model['model.safetensors']?.length, freeBytes: 1000 },
    });
    expect(await set.files.list('models')).toEqual([]);
    expect((await set.files.space()).usageBytes).toBe(0);
  });

  it.each([
    ['a folder', 'config.json', 'stream'],
    ['a zip', 'model.zip', 'slice'],
  ] as const)('says which file of %s was moved since it was chosen', async (_, name, method) => {
    const { runLocal, files } = setUpImporter();
    const moved = () => {
      throw new DOMException('A requested file could not be read', 'NotReadableError');
    };
    const picked = asFiles({ [name]: '{}' });
    vi.spyOn(picked[0] ?? new File([], ''), method).mockImplementation(moved);
    const others = method === 'stream' ? asFiles({ 'model.safetensors': '', 'tokenizer.json': '{}' }) : [];
    await expect(runLocal([...picked, ...others])).rejects.toMatchObject({
      code: 'MODEL_UNREADABLE',
      details: { file: name, reason: expect.stringContaining('could not be read') },
    });
    expect(await files.list('models')).toEqual([]);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const { run, files } = setUpImporter();
    const request = { kind: 'local', name: 'x', files: asFiles(await tinyModel()) } as const;
    await expect(run(request, AbortSignal.abort())).rejects.toMatchObject({ code: 'WORKER_CANCELLED' });
    expect(await files.list('models')).toEqual([]);
  });

  it('leaves nothing behind when it is cancelled while the weights are checked', async () => {
    const { run, files, records } = setUpImporter();
    const request = { kind: 'local', name: 'x', files: asFiles(await tinyModel()) } as const;
    const abort = new AbortController();
    const { read } = files;
    vi.spyOn(files, 'read').mockImplementation((path) => {
      abort.abort();
      return read(path);
    });
    await expect(run(request, abort.signal)).rejects.toMatchObject({ code: 'WORKER_CANCELLED' });
    expect(await files.list('models')).toEqual([]);
    expect(await records.models.list()).toEqual([]);
  });
});
