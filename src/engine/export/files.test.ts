import { describe, expect, it } from 'vitest';
import { exportFixture, tokenExportFixture } from '../testing/export-fixture';
import { trainerState } from '../train/trainer-state';
import { pythonJson } from './json';
import { transformersEntries } from './formats/transformers';
import { modelCard } from './model-card/model-card';
import { toYaml } from './model-card/yaml';
import { exportConfig } from './model-config';
import { loadTokenizer } from '../tokenizer/tokenizer';
import { tokenizerFiles } from './tokenizer-files';

describe('pythonJson', () => {
  it('is what json.dumps(indent=2, sort_keys=True) writes, with a newline', () => {
    const value = { b: [1, { z: null, y: true }], a: 'ñ "x"\n', '10': 0, '9': {}, c: [] };
    const expected = [
      '{',
      '  "9": {},',
      '  "10": 0,',
      '  "a": "\\u00f1 \\"x\\"\\n",',
      '  "b": [',
      '    1,',
      '    {',
      '      "y": true,',
      '      "z": null',
      '    }',
      '  ],',
      '  "c": []',
      '}',
      '',
    ];
    expect(pythonJson(value)).toBe(expected.join('\n'));
  });

  it('names numbers that JSON lacks as json.dumps does, so that json.loads takes them', () => {
    const value = { a: [Number.NaN, Number.POSITIVE_INFINITY], b: Number.NEGATIVE_INFINITY, c: undefined };
    expect(pythonJson(value)).toBe('{\n  "a": [\n    NaN,\n    Infinity\n  ],\n  "b": -Infinity\n}\n');
  });
});

describe('exportConfig', () => {
  const { run, configJson } = exportFixture();

  it('names head, labels and problem, and keeps the sizes', () => {
    const config = exportConfig(configJson, 'bert', run.spec);
    expect(config).toMatchObject({
      architectures: ['BertForSequenceClassification'],
      model_type: 'bert',
      problem_type: 'single_label_classification',
      id2label: { '0': 'clickbait', '1': 'señuelo: | "no"', '2': 'news' },
      label2id: { clickbait: 0, 'señuelo: | "no"': 1, news: 2 },
      dtype: 'float32',
      hidden_size: 15,
      pad_token_id: 0,
      classifier_dropout: 0.25,
    });
    expect(config).not.toHaveProperty('torch_dtype');
    expect(config).not.toHaveProperty('_name_or_path');
    expect(config).not.toHaveProperty('hidden_dropout_prob');
  });

  it('has no problem_type for token classification, even if the base had one', () => {
    const base = { ...Object(configJson), problem_type: 'single_label_classification' };
    const config = exportConfig(base, 'bert', { ...run.spec, task: 'token-classification' });
    expect(config['architectures']).toEqual(['BertForTokenClassification']);
    expect(config).not.toHaveProperty('problem_type');
  });
});

describe('tokenizerFiles', () => {
  const { tokenizerJson } = exportFixture();
  const parse = (text: string): unknown => JSON.parse(text);

  it('says the same in both tokenizer files, and has the last word of tokenizer_config.json', () => {
    const files = tokenizerFiles({
      tokenizerJson,
      tokenizerConfig: { do_lower_case: false, tokenize_chinese_chars: false },
      maxLength: 40,
    });
    expect(parse(files['tokenizer.json'])).toMatchObject({
      normalizer: { lowercase: false, handle_chinese_chars: false, strip_accents: null },
      padding: null,
      truncation: null,
    });
    expect(parse(files['tokenizer_config.json'])).toMatchObject({
      do_lower_case: false,
      tokenize_chinese_chars: false,
      strip_accents: null,
      tokenizer_class: 'BertTokenizer',
      model_max_length: 40,
      cls_token: '[CLS]',
    });
  });

  it('takes settings and special tokens from the base where it has them', () => {
    const tokenizerConfig = {
      model_max_length: 24,
      unk_token: { content: '[UNK]', lstrip: true },
      pad_token: 'you',
    };
    const files = tokenizerFiles({ tokenizerJson, tokenizerConfig, maxLength: 40 });
    expect(parse(files['tokenizer_config.json'])).toMatchObject({
      do_lower_case: true,
      model_max_length: 24,
      unk_token: '[UNK]',
      pad_token: 'you',
    });
    expect(parse(files['special_tokens_map.json'])).toMatchObject({ pad_token: 'you', sep_token: '[SEP]' });
  });

  it('lists the vocabulary by id, tokens that look like numbers too', () => {
    const files = tokenizerFiles({ tokenizerJson, tokenizerConfig: null, maxLength: 40 });
    const lines = files['vocab.txt']?.split('\n') ?? [];
    expect(lines.slice(0, 6)).toEqual(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'you']);
    expect(lines.indexOf('2023')).toBe(14);
    expect(lines).toHaveLength(27);
  });

  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
  const special = ['<s>', '<pad>', '</s>', '<unk>'];
  const added = special.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const others = {
    'Unigram, with the class of XLM-R': {
      json: {
        added_tokens: added,
        normalizer: { type: 'NFKC' },
        pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
        decoder: metaspace,
        model: {
          type: 'Unigram',
          unk_id: 3,
          vocab: [...special, '▁', 'b', '▁a', '▁hello', 'ab'].map((piece, i) => [piece, i < 4 ? 0 : -i]),
        },
      },
      config: { tokenizer_class: 'XLMRobertaTokenizer', pad_token: '<pad>', model_max_length: 512 },
    },
    'BPE, of no class': {
      json: {
        added_tokens: added,
        pre_tokenizer: { type: 'Whitespace' },
        model: {
          type: 'BPE',
          unk_token: '<unk>',
          vocab: { '<s>': 0, '<pad>': 1, '</s>': 2, '<unk>': 3, a: 4, b: 5, h: 6, ab: 7, B: 8 },
          merges: ['a b'],
        },
      },
      config: { tokenizer_file: '/home/someone/tokenizer.json', unk_token: '<unk>' },
    },
    'WordPiece, of letters as they are': {
      json: { ...Object(tokenizerJson), normalizer: { type: 'NFC' } },
      config: { tokenizer_class: 'PreTrainedTokenizerFast', pad_token: '[PAD]' },
    },
  };

  it.each(Object.entries(others))('%s: stays what it is', (_, { json, config }) => {
    const files = tokenizerFiles({ tokenizerJson: json, tokenizerConfig: config, maxLength: 40 });
    expect(Object.keys(files)).not.toContain('vocab.txt');
    const written = {
      tokenizerJson: parse(files['tokenizer.json']),
      tokenizerConfig: parse(files['tokenizer_config.json']),
    };
    const { tokenizer_file: _file, ...kept } = { tokenizer_file: '', ...config };
    expect(written.tokenizerConfig).toMatchObject({
      tokenizer_class: 'PreTrainedTokenizerFast',
      ...kept,
      model_max_length: 40,
    });
    expect(written.tokenizerConfig).not.toHaveProperty('tokenizer_file');
    expect(parse(files['special_tokens_map.json'])).toHaveProperty('pad_token');
    const before = loadTokenizer({ tokenizerJson: json, tokenizerConfig: config });
    const after = loadTokenizer(written);
    for (const text of ['hello a Bab', 'You abab, 2023!', 'ＡＢ hello']) {
      expect(after.encode(text, { maxLength: 40 })).toEqual(before.encode(text, { maxLength: 40 }));
    }
  });
});

describe('trainerState', () => {
  const { run, history } = exportFixture();

  it("has the keys of transformers' TrainerState", () => {
    expect(Object.keys(trainerState(run, history)).sort()).toEqual([
      'best_global_step',
      'best_metric',
      'best_model_checkpoint',
      'epoch',
      'eval_steps',
      'global_step',
      'is_hyper_param_search',
      'is_local_process_zero',
      'is_world_process_zero',
      'log_history',
      'logging_steps',
      'max_steps',
      'num_input_tokens_seen',
      'num_train_epochs',
      'save_steps',
      'stateful_callbacks',
      'total_flos',
      'train_batch_size',
      'trial_name',
      'trial_params',
    ]);
  });

  it('tells where the run stands', () => {
    expect(trainerState(run, history)).toMatchObject({
      best_global_step: 8,
      best_metric: 0.25,
      global_step: 12,
      max_steps: 12,
      num_train_epochs: 3,
      epoch: 3,
      log_history: history.logHistory,
      stateful_callbacks: {
        EarlyStoppingCallback: {
          args: { early_stopping_patience: 2, early_stopping_threshold: 0 },
          attributes: { early_stopping_patience_counter: 1 },
        },
        TrainerControl: { args: { should_training_stop: true } },
      },
    });
  });
});

describe('modelCard', () => {
  const input = exportFixture();
  const card = modelCard(input);

  it('names the base model and its licence', () => {
    expect(card).toContain('license: apache-2.0\nbase_model: someone/tiny-bert\n');
    expect(card).toContain('[someone/tiny-bert](https://huggingface.co/someone/tiny-bert)');
  });

  it('reports only what was measured with the exported weights', () => {
    const best = input.run.evaluations.find((e) => e.step === 8 && e.split === 'validation');
    expect(card).toContain('On the 7 rows of the validation split (step 8):');
    expect(card).toContain('On the 7 rows of the test split (step 8):');
    expect(card).toContain(`| Accuracy | ${best?.metrics['accuracy']?.toFixed(4)} |`);
    expect(card).not.toContain('(step 12):');
    const unmeasured = modelCard({ ...input, weightsStep: 11 });
    expect(unmeasured).toContain('These weights were not evaluated.');
    expect(unmeasured).not.toContain('model-index');
  });

  it('tables the evaluations of the training, "No log" where no loss was logged before', () => {
    expect(card).toContain('| Training Loss | Epoch | Step | Validation Loss | Accuracy |');
    expect(card).toContain('| No log | 1.0000 | 4 | 0.5000 |');
    expect(card).toContain('| 1.5000 | 2.0000 | 8 | 0.2500 |');
  });

  it('makes no markup of names', () => {
    expect(card).toContain('# My \\*run\\* \\#1\n');
    expect(card).toContain('| señuelo: \\| "no" |');
  });

  it('leaves out the licence that nobody knows', () => {
    const unknown = modelCard({ ...input, base: { ...input.base, licence: null } });
    expect(unknown).not.toContain('license:');
    expect(unknown).toContain('Its licence is not known.');
  });
});

describe('an export of a tagger', () => {
  const input = tokenExportFixture();
  const card = modelCard(input);
  const texts = transformersEntries(input).map(({ name }) => name);

  it('has the files of any other, and no problem type', () => {
    expect(texts).toEqual(transformersEntries(exportFixture()).map(({ name }) => name));
    const config = exportConfig(input.configJson, 'bert', input.run.spec);
    expect(config).toMatchObject({
      architectures: ['BertForTokenClassification'],
      id2label: { '0': 'O', '2': 'B-by-line' },
    });
    expect(Object.keys(config)).not.toContain('problem_type');
    expect(input.weights.specs.map(({ name }) => name)).not.toContain('bert.pooler.dense.weight');
  });

  it('tells scores of entities as run_ner names them, by type beside', () => {
    // Two entities of three found (one of them invented): precision, recall and F1 are two thirds.
    for (const line of ['name: F1\n', 'type: f1\n', 'mode: strict\n', 'level: token\n']) {
      expect(card).toContain(line);
    }
    expect(card).toContain('| F1 | 0.6667 |');
    expect(card).toContain('| Type | Precision | Recall | F1 | Entities |');
    expect(card).toContain('| LOC | 1.0000 | 1.0000 | 1.0000 | 2 |');
    expect(card).toContain('labelled tokens of a word: all');
  });

  it('says how texts longer than the model reads are read', () => {
    expect(card).toContain('aggregation_strategy="average", stride=8');
  });
});

describe('toYaml', () => {
  it('quotes what YAML would read otherwise, and leaves out what has no value', () => {
    const text = toYaml({
      a: 'plain text',
      b: 'no',
      c: '1.0',
      d: 'x: y',
      e: undefined,
      f: [{ g: 1, h: ['i'] }],
    });
    expect(text).toBe('a: plain text\nb: "no"\nc: "1.0"\nd: "x: y"\nf:\n- g: 1\n  h:\n  - i\n');
  });
});
