import { AppError } from '../../../core/contract/errors';
import { withConfigOverrides } from '../config-overrides';
import { parsePart, type TokenizerPart } from '../parts';
import { addedTokensFrom, plainToken, ROBERTA_TOKENS, type SpecialTokens } from '../special-tokens';
import { tokenizerConfigSchema, type TokenizerJson } from '../tokenizer-json';
import { mergesOf } from './merges';
import { readSentencePieceModel, type SentencePieceModel } from './model-proto';

type ScoredPiece = [string, number];

/** How one of Python's tokenizer classes arranges a SentencePiece model. */
interface Arrangement {
  /** `model_type` in config.json of the models that Python gives the class. */
  readonly modelType: string;
  readonly tokens: SpecialTokens;
  /** The ids, from the pieces in the file's order and the class's own tokens. */
  vocab(pieces: readonly ScoredPiece[], tokens: SpecialTokens): ScoredPiece[];
  readonly maskStripsLeft?: boolean;
}

const BERT_LIKE = {
  bos_token: '[CLS]',
  eos_token: '[SEP]',
  sep_token: '[SEP]',
  cls_token: '[CLS]',
  mask_token: '[MASK]',
};
const asInFile = (pieces: readonly ScoredPiece[]): ScoredPiece[] => [...pieces];

const ARRANGEMENTS = {
  AlbertTokenizer: {
    modelType: 'albert',
    tokens: { ...BERT_LIKE, unk_token: '<unk>', pad_token: '<pad>' },
    vocab: asInFile,
  },
  DebertaV2Tokenizer: {
    modelType: 'deberta-v2',
    tokens: { ...BERT_LIKE, unk_token: '[UNK]', pad_token: '[PAD]' },
    vocab: asInFile,
  },
  XLMRobertaTokenizer: {
    modelType: 'xlm-roberta',
    tokens: ROBERTA_TOKENS,
    // fairseq's order: the file begins with <unk>, <s>, </s>.
    vocab: (pieces, { bos_token, pad_token, eos_token, unk_token, mask_token }) => [
      [bos_token, 0],
      [pad_token, 0],
      [eos_token, 0],
      [unk_token, 0],
      ...pieces.slice(3),
      [mask_token, 0],
    ],
  },
  CamembertTokenizer: {
    modelType: 'camembert',
    tokens: ROBERTA_TOKENS,
    maskStripsLeft: true,
    vocab: (pieces, { pad_token, unk_token, mask_token }) => [
      ['<s>NOTUSED', 0],
      [pad_token, 0],
      ['</s>NOTUSED', 0],
      [unk_token, 0],
      ['<unk>NOTUSED', -100],
      ...pieces.slice(1),
      [mask_token, 0],
    ],
  },
} satisfies Record<string, Arrangement>;
type ClassName = keyof typeof ARRANGEMENTS;

/** The tokenizer class that a model was made for, as its files name it, or else as its first pieces tell; or null. */
function classOf(model: SentencePieceModel, named: string | undefined, modelType?: string): ClassName | null {
  const names = Object.keys(ARRANGEMENTS) as ClassName[];
  const known =
    names.find((name) => name === named?.replace(/Fast$/, '')) ??
    names.find((name) => ARRANGEMENTS[name].modelType === modelType);
  if (known) return known;
  const pieces = new Set(model.pieces.slice(0, 16).map(({ piece }) => piece));
  if (pieces.has('[CLS]')) return pieces.has('[PAD]') ? 'DebertaV2Tokenizer' : 'AlbertTokenizer';
  return pieces.has('<s>') && model.kind === 'unigram' ? 'XLMRobertaTokenizer' : null;
}

/** Entries of tokenizer_config.json. */
export type TokenizerArguments = Readonly<Record<string, string>>;

export interface ConvertedTokenizer {
  readonly tokenizerJson: TokenizerJson;
  /** The Python class that makes the same of it, and the special tokens that the class does not know by itself. */
  readonly tokenizerConfig: TokenizerArguments;
}

/**
 * The tokenizer.json that transformers 5 makes of a SentencePiece model alone, as ALBERT, XLM-R, CamemBERT and
 * DeBERTa-v2 are published; another model, Unigram or BPE, as it converts one of no class it knows. `modelType` is what
 * config.json calls the model. Throws
 * `MODEL_UNSUPPORTED_TOKENIZER`.
 */
export function fromSentencePiece(
  bytes: Uint8Array,
  tokenizerConfig: unknown,
  modelType?: string,
): ConvertedTokenizer {
  const model = readSentencePieceModel(bytes);
  const config = parsePart('tokenizer_config', tokenizerConfigSchema, tokenizerConfig ?? {});
  const name = classOf(model, config.tokenizer_class ?? undefined, modelType);
  if (name === null) return ofNoClass(model, tokenizerConfig);
  if (model.kind !== 'unigram') {
    const details = { part: 'SentencePiece model', type: `${name} of the kind ${model.kind}` };
    throw new AppError('MODEL_UNSUPPORTED_TOKENIZER', details);
  }
  const arrangement: Arrangement = ARRANGEMENTS[name];
  const own = Object.fromEntries(
    Object.keys(arrangement.tokens).flatMap((role) =>
      typeof config[role] === 'string' ? [[role, config[role]]] : [],
    ),
  );
  const tokens: SpecialTokens = { ...arrangement.tokens, ...own };
  const pieces = model.pieces.map(({ piece, score }): ScoredPiece => [piece, score]);
  const vocab = arrangement.vocab(pieces, tokens);
  const { maskStripsLeft = false } = arrangement;
  const json: TokenizerJson = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokensFrom(
      tokenizerConfig,
      { roles: tokens, maskStripsLeft, more: keptWhole(model) },
      idsOf(vocab),
    ),
    normalizer: charsmapNormalizer(model),
    model: { type: 'Unigram', unk_id: model.unkId, vocab, byte_fallback: false },
  };
  return {
    tokenizerJson: withConfigOverrides(json, { ...config, tokenizer_class: name }),
    tokenizerConfig: { tokenizer_class: name },
  };
}

/** transformers' `build_tokenizer_from_spm_proto`. */
function ofNoClass(model: SentencePieceModel, tokenizerConfig: unknown): ConvertedTokenizer {
  const pieces = model.pieces.map(({ piece, score }): ScoredPiece => [piece, score]);
  const ids = idsOf(pieces);
  const tokens = {
    ...(model.bosId >= 0 && { bos_token: model.bosPiece }),
    ...(model.eosId >= 0 && { eos_token: model.eosPiece }),
    ...(model.unkId >= 0 && { unk_token: model.unkPiece }),
  };
  const charsmap = charsmapNormalizer(model);
  const replace = (from: string, to: string): TokenizerPart => ({
    type: 'Replace',
    pattern: { String: from },
    content: to,
  });
  const tokenizerJson: TokenizerJson = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokensFrom(tokenizerConfig, { roles: tokens, more: keptWhole(model) }, ids),
    normalizer: { type: 'Sequence', normalizers: [...(charsmap ? [charsmap] : []), replace(' ', '▁')] },
    decoder: {
      type: 'Sequence',
      decoders: [
        replace('▁', ' '),
        ...(model.byteFallback ? [{ type: 'ByteFallback' }, { type: 'Fuse' }] : []),
      ],
    },
    model:
      model.kind === 'bpe'
        ? {
            type: 'BPE',
            unk_token: model.unkPiece,
            fuse_unk: true,
            byte_fallback: model.byteFallback,
            vocab: Object.fromEntries(ids),
            merges: mergesOf(ids),
          }
        : { type: 'Unigram', unk_id: model.unkId, byte_fallback: model.byteFallback, vocab: pieces },
  };
  return { tokenizerJson, tokenizerConfig: { tokenizer_class: 'PreTrainedTokenizerFast', ...tokens } };
}

const idsOf = (vocab: readonly ScoredPiece[]): Map<string, number> =>
  new Map(vocab.map(([piece], id) => [piece, id]));

/** Pieces that are found before anything else is done to a text. */
const keptWhole = ({ pieces }: SentencePieceModel) =>
  pieces
    .filter(({ type }) => type !== 'normal')
    .map(({ piece, type }) => plainToken(piece, type === 'control'));

function charsmapNormalizer({ precompiledCharsmap }: SentencePieceModel): TokenizerPart | null {
  if (precompiledCharsmap.length === 0) return null;
  let binary = '';
  for (const byte of precompiledCharsmap) binary += String.fromCharCode(byte);
  return { type: 'Precompiled', precompiled_charsmap: btoa(binary) };
}
