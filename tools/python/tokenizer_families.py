"""One small tokenizer of each family, trained on made-up text: the parts are those of the published ones."""

from charsmap import charsmap
from hostile_text import texts, well_formed
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

BERT = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ROBERTA = ["<s>", "<pad>", "</s>", "<unk>"]
ALBERT = ["<pad>", "<unk>", "[CLS]", "[SEP]"]
EXTRA = [AddedToken("<x>", lstrip=True, normalized=False), AddedToken("Wrap", rstrip=True, single_word=True, normalized=True)]
GPT4 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
)


def template(cls: str, sep: str, pair: str) -> processors.TemplateProcessing:
    return lambda made: processors.TemplateProcessing(
        single=f"{cls} $A {sep}", pair=pair, special_tokens=[(t, made.token_to_id(t)) for t in (cls, sep)]
    )


BERT_TEMPLATE = template("[CLS]", "[SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1")
XLM_TEMPLATE = template("<s>", "</s>", "<s> $A </s> </s> $B </s>")


def finish(made, special, trainer, corpus, post_processor, added=EXTRA):
    made.train_from_iterator(corpus, trainer)
    made.add_special_tokens(special)
    made.add_tokens(added)
    if post_processor:
        made.post_processor = post_processor(made)
    return made


def word_piece(corpus, **normalizer):
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(**normalizer)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(vocab_size=1500, special_tokens=BERT, limit_alphabet=160, show_progress=False)
    return finish(made, BERT, trainer, corpus, BERT_TEMPLATE)


def byte_level(corpus, add_prefix_space):
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=add_prefix_space)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=1500, special_tokens=ROBERTA, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    special = [*ROBERTA, AddedToken("<mask>", lstrip=True)]
    post = lambda made: processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=add_prefix_space)
    return finish(made, special, trainer, corpus, post)


def unigram(corpus, special, mask, normalizer, pre_tokenizer, post_processor, unk="<unk>"):
    made = Tokenizer(models.Unigram())
    if normalizer:
        made.normalizer = normalizer
    made.pre_tokenizer = pre_tokenizer
    made.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=1200, special_tokens=special, unk_token=unk, show_progress=False)
    # The alphabet has to fit in: of the ordinary texts alone, so that much of the others is unknown.
    return finish(made, [*special, AddedToken(mask, lstrip=True)], trainer, corpus[::2], post_processor)


def words_with_metaspace(scheme="always"):
    return pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme=scheme)])


def modern_bert(corpus):
    made = Tokenizer(models.BPE())
    made.normalizer = normalizers.NFC()
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=1200, special_tokens=["|||IP_ADDRESS|||", "<|padding|>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    spaces = [AddedToken(" " * n, normalized=True) for n in range(16, 1, -1)]
    special = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", AddedToken("[MASK]", lstrip=True)]
    return finish(made, special, trainer, corpus, BERT_TEMPLATE, [AddedToken("|||IP_ADDRESS|||"), *spaces, *EXTRA])


def gpt4(corpus):
    made = Tokenizer(models.BPE(ignore_merges=True))
    made.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(GPT4), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=1200, special_tokens=["<s>", "</s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    post = lambda made: processors.Sequence([processors.ByteLevel(trim_offsets=True, add_prefix_space=False), XLM_TEMPLATE(made)])
    return finish(made, ["<s>", "</s>"], trainer, corpus, post)


def byte_fallback(corpus):
    made = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    # Not all bytes: what lacks one is unknown.
    some_bytes = [f"<0x{b:02X}>" for b in range(256) if b % 7]
    trainer = trainers.BpeTrainer(vocab_size=900, special_tokens=["<unk>", "<s>", "</s>", *some_bytes], limit_alphabet=60, show_progress=False)
    split = [part for text in corpus for part in text.replace(" ", " ▁").split(" ")]
    return finish(made, ["<unk>", "<s>", "</s>"], trainer, split, XLM_TEMPLATE)


def unknown_bpe(corpus, fuse):
    made = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=fuse))
    made.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), normalizers.Lowercase(), normalizers.Strip()])
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=fuse), pre_tokenizers.Punctuation("merged_with_previous")])
    made.decoder = decoders.BPEDecoder()
    trainer = trainers.BpeTrainer(vocab_size=700, special_tokens=["<unk>", "[CLS]", "[SEP]"], limit_alphabet=60, end_of_word_suffix="</w>", show_progress=False)
    made = finish(made, ["<unk>", "[CLS]", "[SEP]"], trainer, corpus, BERT_TEMPLATE)
    made.model.end_of_word_suffix = "</w>"
    return made


def unknown_free_bpe(corpus):
    """Characters without a token vanish, and those behind them move forward."""
    made = Tokenizer(models.BPE())
    made.normalizer = normalizers.NFD()
    made.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(" ", "merged_with_next"),
        pre_tokenizers.Split(Regex(r"\d+|\p{Lu}"), "contiguous"),
        pre_tokenizers.Split(Regex(r"\w+"), "removed", invert=True),
    ])
    trainer = trainers.BpeTrainer(vocab_size=600, limit_alphabet=50, continuing_subword_prefix="##", show_progress=False)
    made = finish(made, [], trainer, corpus, None)
    made.model.continuing_subword_prefix = "##"
    return made


def families() -> dict[str, Tokenizer]:
    corpus = [well_formed(text) for text in texts(1, 1200)]
    map_ = charsmap("nmt_nfkc")
    albert = [normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Precompiled(map_), normalizers.Replace(Regex(" {2,}"), " ")]
    deberta = [normalizers.Strip(), normalizers.Precompiled(map_), normalizers.Replace(Regex(" {2,}"), " ")]
    deberta_class = [normalizers.Replace(Regex(r"\s{2,}|[\n\r\t]"), " "), normalizers.NFC(), normalizers.Strip(left=False, right=True)]
    return {
        "bert_uncased": word_piece(corpus, lowercase=True),
        "bert_cased": word_piece(corpus, lowercase=False),
        "bert_raw": word_piece(corpus, clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False),
        "roberta": byte_level(corpus, False),
        "roberta_prefix": byte_level(corpus, True),
        "xlm_roberta": unigram(corpus, ["<s>", "<pad>", "</s>", "<unk>"], "<mask>", normalizers.Precompiled(map_), words_with_metaspace(), XLM_TEMPLATE),
        "albert": unigram(corpus, ALBERT, "[MASK]", normalizers.Sequence(albert), words_with_metaspace(), BERT_TEMPLATE),
        "deberta_v3": unigram(corpus, BERT[:4], "[MASK]", normalizers.Sequence(deberta), pre_tokenizers.Metaspace(), BERT_TEMPLATE, "[UNK]"),
        "deberta_class": unigram(corpus, BERT[:4], "[MASK]", normalizers.Sequence(deberta_class), pre_tokenizers.Sequence([pre_tokenizers.Punctuation(), pre_tokenizers.Metaspace(prepend_scheme="first")]), BERT_TEMPLATE, "[UNK]"),
        "unigram_whole": unigram(corpus, ["<s>", "<pad>", "</s>", "<unk>"], "<mask>", normalizers.NFKC(), pre_tokenizers.Metaspace(prepend_scheme="never", split=False), XLM_TEMPLATE),
        "modernbert": modern_bert(corpus),
        "gpt4": gpt4(corpus),
        "byte_fallback": byte_fallback(corpus),
        "bpe_fused": unknown_bpe(corpus, True),
        "bpe_unfused": unknown_bpe(corpus, False),
        "bpe_without_unknown": unknown_free_bpe(corpus),
    }
