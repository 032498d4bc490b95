/** SentencePiece models by the names that ALBERT, DeBERTa and XLM-R give them. */
export const SENTENCEPIECE_FILES = ['spiece.model', 'spm.model', 'sentencepiece.bpe.model'] as const;

/** What a tokenizer can be read from: the first of these sets that a model has. */
const TOKENIZER_SETS = [
  ['tokenizer.json'],
  ['vocab.txt'],
  ['vocab.json', 'merges.txt'],
  ...SENTENCEPIECE_FILES.map((name) => [name] as const),
] as const;
export type TokenizerFileName = (typeof TOKENIZER_SETS)[number][number] | 'tokenizer_config.json';

/** The files of a model that the studio uses; all others stay where they are. */
export type ModelFileName = TokenizerFileName | 'config.json' | 'README.md' | 'model.safetensors';

/** The files among `names` that the tokenizer is read from; empty where there is none. */
export function tokenizerFileNames(names: readonly string[]): TokenizerFileName[] {
  const set = TOKENIZER_SETS.find((files) => files.every((name) => names.includes(name)));
  if (set === undefined) return [];
  // vocab.txt stands beside tokenizer.json for older Python, and goes along.
  const all: TokenizerFileName[] = [...new Set([...set, 'vocab.txt', 'tokenizer_config.json'] as const)];
  return all.filter((name) => names.includes(name));
}

/** The files among `names` that are fetched, each once. */
export function modelFileNames(names: readonly string[]): ModelFileName[] {
  const others = ['config.json', 'README.md', 'model.safetensors'] as const;
  return [...others.filter((name) => names.includes(name)), ...tokenizerFileNames(names)];
}
