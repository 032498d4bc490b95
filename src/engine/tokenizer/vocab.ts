import { AppError } from '../../core/contract/errors';

export interface VocabOptions {
  readonly lowercase: boolean;
  /** null follows `lowercase`. */
  readonly stripAccents?: boolean | null;
  readonly handleChineseChars?: boolean;
}

const SPECIAL_TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] as const;

/**
 * The tokenizer.json that a BERT model with only a vocab.txt stands for, ready to be stored and exported.
 * Throws `MODEL_UNSUPPORTED_TOKENIZER` when the vocabulary lacks [UNK], [CLS] or [SEP].
 */
export function tokenizerJsonFromVocab(vocab: string, options: VocabOptions): Record<string, unknown> {
  const lines = vocab.split('\n').map((line) => line.trimEnd());
  if (lines.at(-1) === '') lines.pop();
  const ids: Record<string, number> = {};
  for (const [id, token] of lines.entries()) ids[token] = id;
  const idOf = (token: string): number => {
    const id = ids[token];
    if (id === undefined)
      throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', { part: 'vocabulary', type: `no ${token}` });
    return id;
  };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL_TOKENS.filter((token) => token in ids).map((content) => ({
      id: idOf(content),
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: options.handleChineseChars ?? true,
      strip_accents: options.stripAccents ?? null,
      lowercase: options.lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: template(idOf('[CLS]'), idOf('[SEP]')),
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: ids,
    },
  };
}

function template(cls: number, sep: number): Record<string, unknown> {
  const special = (id: string, type: number) => ({ SpecialToken: { id, type_id: type } });
  const sequence = (id: string, type: number) => ({ Sequence: { id, type_id: type } });
  const single = [special('[CLS]', 0), sequence('A', 0), special('[SEP]', 0)];
  return {
    type: 'TemplateProcessing',
    single,
    pair: [...single, sequence('B', 1), special('[SEP]', 1)],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [cls], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [sep], tokens: ['[SEP]'] },
    },
  };
}
