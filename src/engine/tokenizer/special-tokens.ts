import { z } from 'zod';
import { type AddedToken, addedTokenSchema } from './added-tokens';
import { parsePart } from './parts';

/** The roles of special tokens, in the order in which transformers adds them to a vocabulary. */
const ROLES = [
  'bos_token',
  'eos_token',
  'unk_token',
  'sep_token',
  'pad_token',
  'cls_token',
  'mask_token',
] as const;
export type SpecialTokens = Readonly<Record<(typeof ROLES)[number], string>>;

/** Those of transformers' RobertaTokenizer, and of the classes that follow it. */
export const ROBERTA_TOKENS: SpecialTokens = {
  bos_token: '<s>',
  eos_token: '</s>',
  unk_token: '<unk>',
  sep_token: '</s>',
  pad_token: '<pad>',
  cls_token: '<s>',
  mask_token: '<mask>',
};

export type TokenToAdd = Omit<AddedToken, 'id'>;

/** A token in tokenizer_config.json: its text alone, or with how it is found. */
const tokenSchema = z.union([
  z.string(),
  addedTokenSchema.omit({ id: true, normalized: true }).extend({ normalized: z.boolean().nullish() }),
]);
type Token = z.infer<typeof tokenSchema>;

const listSchema = z.array(tokenSchema);
const configSchema = z.looseObject({
  ...Object.fromEntries(ROLES.map((role) => [role, tokenSchema.nullish()])),
  added_tokens_decoder: z.record(z.string(), tokenSchema).default({}),
  /** A dictionary names roles that encoders do not have. */
  extra_special_tokens: z.union([listSchema, z.record(z.string(), z.unknown())]).nullish(),
  additional_special_tokens: listSchema.nullish(),
});

export const plainToken = (content: string, special: boolean): TokenToAdd => ({
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special,
});

/** Where a token says nothing of it, only special ones are looked for before the text is normalized. */
const asToken = (token: Token): TokenToAdd =>
  typeof token === 'string'
    ? plainToken(token, true)
    : { ...token, normalized: token.normalized ?? !token.special };

/** What a class and a vocabulary bring along. */
export interface OwnTokens {
  /** Where tokenizer_config.json names none for a role. */
  readonly roles: Partial<SpecialTokens>;
  /** Whether the mask swallows the spaces before it where tokenizer_config.json does not say. */
  readonly maskStripsLeft?: boolean;
  /** Where tokenizer_config.json lists no further ones. */
  readonly more: readonly TokenToAdd[];
}

/**
 * The added tokens that transformers 5 gives a tokenizer without a tokenizer.json: those of `added_tokens_decoder` in
 * tokenizer_config.json, the special tokens by their roles, and further ones. What the vocabulary lacks is put behind it.
 */
export function addedTokensFrom(
  tokenizerConfig: unknown,
  own: OwnTokens,
  vocab: ReadonlyMap<string, number>,
): AddedToken[] {
  const config = parsePart('tokenizer_config', configSchema, tokenizerConfig ?? {});
  const listed = Object.entries(config.added_tokens_decoder)
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, token]) => asToken(token));
  const named = ROLES.flatMap((role) => {
    const token = tokenSchema.safeParse(config[role]).data ?? own.roles[role];
    if (token === undefined) return [];
    const lstrip = role === 'mask_token' && own.maskStripsLeft === true && typeof token === 'string';
    return [{ ...asToken(token), special: true, ...(lstrip && { lstrip }) }];
  });
  const known = new Set(listed.map(({ content }) => content));
  const others = [...named, ...furtherTokens(config, own.more)].filter(({ content }) => !known.has(content));

  let next = 0;
  for (const id of vocab.values()) next = Math.max(next, id + 1);
  const added = new Map<string, AddedToken>();
  // Of two with the same content the later one stays, as in the Rust library.
  for (const token of [...listed, ...others]) {
    const id = added.get(token.content)?.id ?? vocab.get(token.content) ?? next++;
    added.set(token.content, { ...token, id });
  }
  return Array.from(added.values()).toSorted((a, b) => a.id - b.id);
}

function furtherTokens(
  { extra_special_tokens: extra, additional_special_tokens: additional }: z.infer<typeof configSchema>,
  own: readonly TokenToAdd[],
): readonly TokenToAdd[] {
  const list = Array.isArray(extra) ? extra : null;
  const isGiven = list !== null && list.length > 0;
  return (isGiven ? list : (additional ?? list))?.map(asToken) ?? own;
}
