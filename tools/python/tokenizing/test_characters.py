"""Every character of Unicode through the parts that have tables of their own."""

import unicodedata

import pytest
from charsmap import charsmap
from compare_tokenizers import assert_equal
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

BLOCK = 512
PARTS = {
    "NFC": (normalizers.NFC(), None),
    "NFD": (normalizers.NFD(), None),
    "NFKC": (normalizers.NFKC(), None),
    "NFKD": (normalizers.NFKD(), None),
    "StripAccents": (normalizers.StripAccents(), None),
    "Nmt": (normalizers.Nmt(), None),
    # A replaced letter takes the rest of its grapheme cluster along.
    "clusters": (normalizers.Precompiled(charsmap({"a": "A", "\u00a9": "C", "\u0915": "K"})), None),
    "Whitespace": (None, pre_tokenizers.Whitespace()),
    "WhitespaceSplit": (None, pre_tokenizers.WhitespaceSplit()),
    "Punctuation": (None, pre_tokenizers.Punctuation()),
    "Digits": (None, pre_tokenizers.Digits()),
    "words": (None, pre_tokenizers.ByteLevel(add_prefix_space=False)),
    "expressions": (None, pre_tokenizers.Split(Regex(r"\w+|\p{Lu}\p{M}*|[^\W\d]|\P{L}{3}|[\p{S}\p{Cf}]+"), "isolated")),
}


def alone(character: str) -> bool:
    """Nothing happens to ideographs, Hangul syllables and unassigned code points beside a mark: some stand for all."""
    return unicodedata.category(character) in ("Cn", "Co") or any(low <= character <= high for low, high in (("\u3400", "\u9fff"), ("\uac00", "\ud7a3"), ("\U00020000", "\U0002f7ff")))


def texts(with_neighbours: bool):
    """Each character between letters, and before and after a mark, a joiner and a consonant with its linker."""
    for first in range(0, 0x110000, BLOCK):
        points = [chr(c) for c in range(first, first + BLOCK) if not 0xD800 <= c <= 0xDFFF]
        # Private and unassigned planes: a block of each is enough.
        if not points or (0x30000 <= first < 0xE0000 and first % 0x10000 > 0x4000) or (first >= 0xE1000 and first % 0x8000):
            continue
        yield "".join(f"a{c}b" for c in points)
        if not with_neighbours:
            continue
        beside = [c for i, c in enumerate(points) if i % 128 == 0 or not alone(c)]
        yield "".join(f"a\u0301{c}\u0323 \u00a9\u200d{c}" for c in beside)
        yield "".join(f"\u0915\u094d{c}a{c}\u200d\u00a9" for c in beside)


@pytest.mark.parametrize("name", PARTS)
def test_equals_the_rust_library(name, tmp_path):
    normalizer, pre_tokenizer = PARTS[name]
    given = [{"text": text, "max_length": 1_000_000, "stride": 0, "side": "right"} for text in texts(with_neighbours=normalizer is not None)]
    # A word for each character that can come of the texts, so that ids tell them apart.
    characters = {c for case in given for c in case["text"]}
    vocab = {"[UNK]": 0}
    made = Tokenizer(models.BPE(unk_token="[UNK]"))
    if normalizer:
        made.normalizer = normalizer
        characters |= {c for case in given for c in normalizer.normalize_str(case["text"])}
    if pre_tokenizer:
        made.pre_tokenizer = pre_tokenizer
        characters |= set(pre_tokenizers.ByteLevel.alphabet())
    for character in sorted(characters):
        vocab.setdefault(character, len(vocab))
    made.model = models.BPE(vocab, [], unk_token="[UNK]")
    made.save(str(tmp_path / "tokenizer.json"))
    assert_equal(made, tmp_path, given)
