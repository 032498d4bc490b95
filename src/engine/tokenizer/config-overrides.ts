import { z } from 'zod';
import type { TokenizerPart } from './parts';
import type { TokenizerConfig, TokenizerJson } from './tokenizer-json';

/** Python's tokenizer classes that build their parts from tokenizer_config.json instead of reading them in tokenizer.json. */
type ClassOverride = (json: TokenizerJson, config: TokenizerConfig) => Partial<TokenizerJson>;

const OVERRIDES: Readonly<Record<string, ClassOverride>> = {
  BertTokenizer: bert,
  DistilBertTokenizer: bert,
  ElectraTokenizer: bert,
  AlbertTokenizer: albert,
  CamembertTokenizer: xlmRoberta,
  DebertaV2Tokenizer: debertaV2,
  RobertaTokenizer: roberta,
  XLMRobertaTokenizer: xlmRoberta,
};

/**
 * The tokenizer.json that transformers 5 works with: its classes take the normalizer, the pre-tokenizer and mostly the
 * special tokens from the arguments in tokenizer_config.json, and from tokenizer.json the vocabulary alone. Without a
 * class of that kind a BERT normalizer follows what tokenizer_config.json says of it.
 */
export function withConfigOverrides(json: TokenizerJson, config: TokenizerConfig): TokenizerJson {
  const override = OVERRIDES[config.tokenizer_class?.replace(/Fast$/, '') ?? ''];
  if (override) return { ...json, ...override(json, config) };
  if (json.normalizer?.type !== 'BertNormalizer') return json;
  const normalizer: TokenizerPart = { ...json.normalizer };
  if (typeof config.do_lower_case === 'boolean') normalizer['lowercase'] = config.do_lower_case;
  if (typeof config.strip_accents === 'boolean') normalizer['strip_accents'] = config.strip_accents;
  if (typeof config.tokenize_chinese_chars === 'boolean') {
    normalizer['handle_chinese_chars'] = config.tokenize_chinese_chars;
  }
  return { ...json, normalizer };
}

function bert(json: TokenizerJson, config: TokenizerConfig): Partial<TokenizerJson> {
  const cls = config.cls_token ?? '[CLS]';
  const sep = config.sep_token ?? '[SEP]';
  return {
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: config.tokenize_chinese_chars ?? true,
      strip_accents: config.strip_accents ?? null,
      lowercase: config.do_lower_case ?? true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    ...withTemplate(json, [cls, 'A', sep], [cls, 'A', sep, 'B:1', `${sep}:1`]),
  };
}

function albert(json: TokenizerJson, config: TokenizerConfig): Partial<TokenizerJson> {
  const accents = config.keep_accents ? [] : [{ type: 'NFKD' }, { type: 'StripAccents' }];
  return {
    normalizer: sequence([
      { type: 'Replace', pattern: { String: '``' }, content: '"' },
      { type: 'Replace', pattern: { String: "''" }, content: '"' },
      ...accents,
      ...((config.do_lower_case ?? true) ? [{ type: 'Lowercase' }] : []),
      ...charsmapOf(json),
    ]),
    ...wordsWithMetaspace(config),
    model: { ...json.model, unk_id: 1, byte_fallback: false },
    // The one class that leaves tokenizer.json's own in place.
    ...(json.post_processor
      ? {}
      : withTemplate(json, ['[CLS]', 'A', '[SEP]'], ['[CLS]', 'A', '[SEP]', 'B:1', '[SEP]:1'])),
  };
}

function xlmRoberta(json: TokenizerJson, config: TokenizerConfig): Partial<TokenizerJson> {
  const bos = config.bos_token ?? '<s>';
  const eos = config.eos_token ?? '</s>';
  return {
    normalizer: charsmapOf(json)[0] ?? null,
    ...wordsWithMetaspace(config),
    model: { ...json.model, unk_id: 3, byte_fallback: false },
    ...withTemplate(json, [bos, 'A', eos], [bos, 'A', eos, eos, 'B', eos]),
  };
}

function debertaV2(json: TokenizerJson, config: TokenizerConfig): Partial<TokenizerJson> {
  const cls = config.cls_token ?? '[CLS]';
  const sep = config.sep_token ?? '[SEP]';
  const unknown = config.unk_token ?? '[UNK]';
  const metaspace = metaspaceOf((config.add_prefix_space ?? true) ? 'always' : 'first');
  const unkId = scoredVocab(json).findIndex(([piece, score]) => piece === unknown && score === 0);
  return {
    normalizer: sequence([
      ...(config.do_lower_case ? [{ type: 'Lowercase' }] : []),
      { type: 'Replace', pattern: { Regex: '\\s{2,}|[\\n\\r\\t]' }, content: ' ' },
      { type: 'NFC' },
      { type: 'Strip', strip_left: false, strip_right: true },
    ]),
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        ...(config.split_by_punct ? [{ type: 'Punctuation', behavior: 'Isolated' }] : []),
        metaspace,
      ],
    },
    decoder: metaspace,
    model: { ...json.model, unk_id: unkId < 0 ? 1 : unkId, byte_fallback: false },
    ...withTemplate(json, [cls, 'A', sep], [cls, 'A', sep, 'B:1', `${sep}:1`]),
  };
}

function roberta(json: TokenizerJson, config: TokenizerConfig): Partial<TokenizerJson> {
  const cls = config.cls_token ?? '<s>';
  const sep = config.sep_token ?? '</s>';
  const add_prefix_space = config.add_prefix_space ?? false;
  return {
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space, trim_offsets: true, use_regex: true },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      ...json.model,
      unk_token: null,
      dropout: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [sep, idOf(json, sep)],
      cls: [cls, idOf(json, cls)],
      trim_offsets: config.trim_offsets ?? true,
      add_prefix_space,
    },
  };
}

const sequence = (normalizers: readonly TokenizerPart[]): TokenizerPart => ({
  type: 'Sequence',
  normalizers,
});

const metaspaceOf = (scheme: 'always' | 'first' | 'never'): TokenizerPart => ({
  type: 'Metaspace',
  replacement: '▁',
  prepend_scheme: scheme,
  split: true,
});

function wordsWithMetaspace(config: TokenizerConfig): Pick<TokenizerJson, 'pre_tokenizer' | 'decoder'> {
  const metaspace = metaspaceOf((config.add_prefix_space ?? true) ? 'always' : 'never');
  return {
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
    decoder: metaspace,
  };
}

const normalizersSchema = z.array(z.looseObject({ type: z.string() }));

/** SentencePiece's character map, which the classes take over from the normalizer they leave. */
function charsmapOf({ normalizer }: TokenizerJson): TokenizerPart[] {
  const all = normalizer?.type === 'Sequence' ? normalizer['normalizers'] : [normalizer];
  const parsed = normalizersSchema.safeParse(all);
  return (parsed.data ?? []).filter(({ type }) => type === 'Precompiled').slice(0, 1);
}

const scoredVocabSchema = z.array(z.tuple([z.string(), z.number()]));
const vocabSchema = z.record(z.string(), z.number());

const scoredVocab = (json: TokenizerJson): [string, number][] =>
  scoredVocabSchema.safeParse(json.model['vocab']).data ?? [];

function idOf(json: TokenizerJson, token: string): number {
  const addedId = json.added_tokens.find(({ content }) => content === token)?.id;
  const vocab = vocabSchema.safeParse(json.model['vocab']);
  const id =
    addedId ??
    (vocab.success ? vocab.data[token] : scoredVocab(json).findIndex(([piece]) => piece === token));
  return id ?? 0;
}

/** Each place is a special token or "A", "B"; ":1" behind it gives it type 1. */
function withTemplate(
  json: TokenizerJson,
  single: readonly string[],
  pair: readonly string[],
): Pick<TokenizerJson, 'post_processor'> {
  const names = new Set<string>();
  const piece = (place: string) => {
    const [id, typeId] = place.endsWith(':1') ? [place.slice(0, -2), 1] : [place, 0];
    if (id === 'A' || id === 'B') return { Sequence: { id, type_id: typeId } };
    names.add(id);
    return { SpecialToken: { id, type_id: typeId } };
  };
  const [singlePieces, pairPieces] = [single.map(piece), pair.map(piece)];
  return {
    post_processor: {
      type: 'TemplateProcessing',
      single: singlePieces,
      pair: pairPieces,
      special_tokens: Object.fromEntries(
        Array.from(names, (id) => [id, { id, ids: [idOf(json, id)], tokens: [id] }]),
      ),
    },
  };
}
