import { withConfigOverrides } from './config-overrides';
import { parsePart } from './parts';
import { addedTokensFrom, ROBERTA_TOKENS } from './special-tokens';
import { tokenizerConfigSchema, type TokenizerJson } from './tokenizer-json';

/**
 * The tokenizer.json that a RoBERTa model with only vocab.json (tokens to ids) and merges.txt stands for. Throws
 * `MODEL_UNSUPPORTED_TOKENIZER`.
 */
export function tokenizerJsonFromMerges(
  vocab: Readonly<Record<string, number>>,
  merges: string,
  tokenizerConfig: unknown,
): TokenizerJson {
  const config = parsePart('tokenizer_config', tokenizerConfigSchema, tokenizerConfig ?? {});
  const lines = merges.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#version'));
  const json: TokenizerJson = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokensFrom(
      tokenizerConfig,
      { roles: ROBERTA_TOKENS, more: [] },
      new Map(Object.entries(vocab)),
    ),
    model: { type: 'BPE', vocab, merges: lines, fuse_unk: false, byte_fallback: false },
  };
  return withConfigOverrides(json, { ...config, tokenizer_class: 'RobertaTokenizer' });
}
