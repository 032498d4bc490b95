"""Writes src/engine/testing/vectors/tokenizer_golden.json: what the Rust `tokenizers` library makes of hostile text.

Seeded random strings through small BERT tokenizers, and checksums over every code point of Unicode.
Needs `pip install tokenizers==0.23.2`.

    python tools/reference/tokenizer_golden.py
"""

import json
import random
import zlib
from pathlib import Path

import tokenizers
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers, processors

PINNED = "0.23.2"
TARGET = Path(__file__).parents[2] / "src/engine/testing/vectors/tokenizer_golden.json"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
BLOCK = 4096

HOSTILE = (
    "aAbBzZ09 ._-'\"!?#@[]()/\\\t\n\r\x00\x01\x0b\x0c\x1b\x7f\x80\x85\xa0\xad"
    "\u00c4\u00e4\u00df\u0130\u0131\u01c5\u0149\u1e9e\u03a3\u03c2\u03c3\u0390\ufb01\uff21\uff41\u212b\u2126"
    "\u0301\u0308\u0323\u0327\u0334\u0345\u0e31\u093c\u0915\u0958\u0b94\u1b44\u302e\u3099\u304b\u304c\uac01\u1100\u1161\u11a8"
    "\u0344\u0f73\u1100\u2000\u2009\u200b\u200d\u2028\u202e\u2060\u3000\ufeff\ufffd\ufffe\ue000\u0378"
    "\u4e2d\u9fff\u3400\uf900\uf91d\U00020000\U0002b830\U0002b920\U0002f800\U0002fa1d"
    "\u2026\u2013\u201c\u20ac\u00a3\u00bf\u00a7\u2e3a\u3001\uff01\U00010100\U0001f600\U0001f468\U0001f3fd\ufe0f"
    "\U00010400\U00010428\U0001d15e\U0001d165\U0001d16d\U000e0001\U000e0100\U00011935\U00011938\U00016d68"
)
PIECES = ["[MASK]", "[SEP]", "[mask]", " [MASK] ", "<x>", "<X>", " wrap ", "WRAP", "hello", "World's", "caf\u00e9", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "a" * 101, "b" * 100]


def tokenizer(vocab, lowercase, strip_accents, clean):
    made = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer(
        clean_text=clean, handle_chinese_chars=True, strip_accents=strip_accents, lowercase=lowercase
    )
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    made.add_special_tokens(SPECIAL)
    made.add_tokens(
        [
            AddedToken("<x>", lstrip=True, normalized=False),
            AddedToken("Wrap", rstrip=True, single_word=True, normalized=True),
        ]
    )
    return made


def random_text(random_, size):
    parts = []
    while len(parts) < size:
        roll = random_.random()
        if roll < 0.12:
            parts.append(random_.choice(PIECES))
        elif roll < 0.42:
            parts.append(random_.choice("abcde fg "))
        elif roll < 0.95:
            parts.append(random_.choice(HOSTILE))
        else:
            parts.append(chr(random_.choice([random_.randrange(0x80, 0x3000), random_.randrange(0x10000, 0x1F000)])))
    return "".join(parts)


def flat(encoding):
    return {
        "text_ids": " ".join(map(str, encoding.ids)),
        "offsets": " ".join(f"{a} {b}" for a, b in encoding.offsets),
        "word_ids": " ".join("-1" if w is None else str(w) for w in encoding.word_ids),
        "type_ids": "".join(map(str, encoding.type_ids)),
        "special": "".join(map(str, encoding.special_tokens_mask)),
    }


def golden_cases():
    random_ = random.Random(20240229)
    texts = [random_text(random_, random_.randrange(1, 22)) for _ in range(130)]
    setups = {
        "uncased": dict(lowercase=True, strip_accents=None, clean=True),
        "cased": dict(lowercase=False, strip_accents=None, clean=True),
        "raw": dict(lowercase=True, strip_accents=False, clean=False),
    }
    characters = set()
    for setup in setups.values():
        normalize = tokenizer({"[UNK]": 1}, **setup).normalizer.normalize_str
        for text in texts:
            characters |= set(normalize(text))
    # Every third character is unknown, so that unknown words occur too.
    known = [c for i, c in enumerate(sorted(characters)) if i % 3 and not c.isspace()]
    words = SPECIAL + known + ["##" + c for c in known] + ["hello", "##llo", "wor", "##ld", "cafe", "ab", "##ab", "##aa"]
    vocab = {word: i for i, word in enumerate(dict.fromkeys(words))}
    cases, files = [], {}
    for name, setup in setups.items():
        made = tokenizer(vocab, **setup)
        files[name] = json.loads(made.to_str())
        if name != "uncased":
            files[name]["model"]["vocab"] = None
        for i, text in enumerate(texts):
            pair = texts[i - 1] if i % 4 == 0 else None
            limit = random_.choice([8, 9, 13, 512]) if i % 3 == 0 else 512
            made.enable_truncation(limit)
            full = made.encode(text, pair) if pair is not None else made.encode(text)
            case = {"tokenizer": name, "text": text, "max_length": limit, **flat(full), "truncated": bool(full.overflowing)}
            if pair is not None:
                case["pair"] = pair
            cases.append(case)
            made.no_truncation()
    return files, cases


def sweep():
    """CRC-32 per block of 4,096 code points, each between letters: normalized text, and the pieces of it."""
    modes = {
        "uncased": normalizers.BertNormalizer(),
        "cased": normalizers.BertNormalizer(lowercase=False),
        "lowercase": normalizers.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=True),
    }
    split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
    sums = {name: [] for name in [*modes, "pieces"]}
    for first in range(0, 0x110000, BLOCK):
        text = "".join(f"a{chr(c)}b" for c in range(first, first + BLOCK) if not 0xD800 <= c <= 0xDFFF)
        for name, normalizer in modes.items():
            sums[name].append(zlib.crc32(normalizer.normalize_str(text).encode()))
        sums["pieces"].append(zlib.crc32("\n".join(piece for piece, _ in split(text)).encode()))
    return sums


def main():
    assert tokenizers.__version__ == PINNED, f"needs tokenizers {PINNED}"
    files, cases = golden_cases()
    vectors = {
        "source": f"tokenizers {PINNED} (Rust, through its Python binding), by tools/reference/tokenizer_golden.py",
        "conventions": "offsets in code points; a vocabulary of null is that of the first tokenizer; sweep: CRC-32 of UTF-8 by blocks of 4,096 code points",
        "tokenizers": files,
        "cases": cases,
        "sweep": sweep(),
    }
    # ASCII escapes: the file holds characters that editors and git would mangle.
    TARGET.write_text(json.dumps(vectors, separators=(",", ":")) + "\n")
    print(len(cases), "cases", TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
