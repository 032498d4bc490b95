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

type TokenToAdd = Omit<AddedToken, 'id'>;

const optionsSchema = addedTokenSchema.omit({ id: true }).partial().extend({ content: z.string() });
const tokenSchema = z.union([z.string().transform((content) => ({ content })), optionsSchema]);
const configSchema = z.looseObject({
  ...Object.fromEntries(ROLES.map((role) => [role, tokenSchema.nullish()])),
  added_tokens_decoder: z.record(z.string(), optionsSchema).default({}),
});

export const plainToken = (content: string, special: boolean): TokenToAdd => ({
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special,
});

/**
 * The added tokens that transformers 5 gives a tokenizer without a tokenizer.json: those of `added_tokens_decoder` in
 * tokenizer_config.json, the special tokens by their roles, and `more`. What the vocabulary lacks is put behind it.
 */
export function addedTokensFrom(
  tokenizerConfig: unknown,
  defaults: Partial<SpecialTokens>,
  more: readonly TokenToAdd[],
  vocab: ReadonlyMap<string, number>,
): AddedToken[] {
  const config = parsePart('tokenizer_config', configSchema, tokenizerConfig ?? {});
  const listed = Object.entries(config.added_tokens_decoder)
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, token]) => token);
  const named = ROLES.flatMap((role) => {
    const own = tokenSchema.safeParse(config[role]).data;
    const content = own?.content ?? defaults[role];
    return content === undefined ? [] : [{ ...own, content, special: true }];
  });
  const added = new Map<string, AddedToken>();
  let next = 0;
  for (const id of vocab.values()) next = Math.max(next, id + 1);
  for (const token of [...listed, ...named, ...more]) {
    if (added.has(token.content)) continue;
    const id = vocab.get(token.content) ?? next++;
    added.set(token.content, { ...plainToken(token.content, false), ...withoutGaps(token), id });
  }
  return Array.from(added.values()).toSorted((a, b) => a.id - b.id);
}

/** Options that are not given keep the defaults. */
function withoutGaps(token: z.infer<typeof optionsSchema>): Partial<TokenToAdd> {
  return Object.fromEntries(Object.entries(token).filter(([, value]) => value !== undefined));
}
