"""Seeded texts that tokenizers get wrong: a half of ordinary sentences, a half of hostile Unicode."""

import random

WORDS = (
    "the a of and to in is it was for on that with as his they be at one have this from or had by hot but some what there "
    "we can out other were all your when up use word how said an each she which do their time if will way about many then "
    "them would write like so these her long make thing see him two has look more day could go come did my sound no most "
    "number who over know water than call first people may down side been now find any new work part take get place made "
    "live where after back little only round man year came show every good me give our under name very through just form "
    "unbelievable tokenization pretraining internationalization Zürich São Paulo Kraków naïve café résumé Łódź Ærø İstanbul "
    "ΟΔΟΣ Σίσυφος Ωμέγα Москва Київ שלום עולם مرحبا بالعالم नमस्ते दुनिया ภาษาไทย 東京 大学 你好 世界 こんにちは カタカナ 한국어 "
    "don't it's we'll they've I'm you'd he's can't o'clock U.S. e-mail http://example.com/a?b=c user@example.org #tag @name "
    "3.14 1,299.00 2023-11-05 50% $42 €9 №7 x² ½ ⅔ Ⅻ ① ﬁne ﬂow Ｆｕｌｌ ｗｉｄｔｈ ﾊﾝｶｸ ㎏ ℃ ™ … – — “quoted” ‘single’ «guillemets» 🙂 👍🏽 "
    "👨‍👩‍👧 🇩🇪 ❤️ :-) ;) <b> </b> {} [] () /* */ == != -> => // \\ ` `` '' \"\" ~ ^ | _ __init__ snake_case camelCase"
).split()
SEPARATORS = [" "] * 24 + ["  ", "   ", "\n", "\n\n", "\t", ", ", ". ", "! ", "? ", "; ", " - ", "...", "\r\n", "\u00a0", "\u3000", ""]

# Each group is drawn from as often as another.
HOSTILE = [
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789\u0660\u0967\u09ea\u2460\u2155\u2167\u0bf0\U0001d7d8\U00010107",
    " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    " \t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2009\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff",
    "\x00\x01\x08\x0e\x1b\x7f\x80\x8f\x9f\xad\u061c\u070f\u180e\u2061\ufff9\ufffd\ufffe\ufdd0\ue000\U000f0000",
    "\u0300\u0301\u0303\u0308\u030a\u0323\u0327\u0328\u0334\u0345\u034f\u0591\u064b\u093c\u094d\u0e31\u0f71\u0f72\u0f74\u20dd\u302e\u3099\u1ab0\U0001d165",
    "\u00c4\u00e9\u00f1\u00df\u0130\u0131\u0149\u01c4\u01c5\u01f0\u0344\u0340\u0385\u0390\u0958\u0f73\u0f43\u1e9e\u1e9b\u1fb7\u1f82\u212b\u2126\u2adc\ufb1d\ufb2c\U0001d15e\U0001d160",
    "\u03a3\u03c3\u03c2\u039f\u0394\u0391\u03b1\u0399\u1f88",
    "\u05d0\u05d1\u05b8\u05bc\u0627\u0644\u0645\u064e\u0651\u06cc\ufefb\ufdfa\ufdf2\u200e\u200f\u202a\u202b\u202e\u2066\u2069",
    "\u4e2d\u6587\u9fff\u3400\uf900\uf91d\u2e80\u2f00\u3007\u3005\U00020000\U0002a6df\U0002b740\U0002b830\U0002b920\U0002f800\U0002fa1d\U00030000",
    "\u3042\u304b\u304c\u30ab\u30ac\uff76\uff9e\uff9f\u3300\u32ff\uac00\uac01\ud7a3\u1100\u1161\u11a8\ua960\ud7b0\u3131\uffa1",
    "\U0001f600\U0001f44d\U0001f3fb\U0001f3fd\U0001f468\U0001f469\U0001f467\u2764\u2640\ufe0e\ufe0f\u200d\u20e3\U0001f1e9\U0001f1ea\U0001f1fa\u00a9\u00ae\U0001f3f4\U000e0067\U000e007f",
    "\ufb01\ufb03\uff21\uff41\uff10\uff01\u3000\u2100\u2103\u00bd\u00b2\u2075\u2080\u210c\u2160\u338f\u3392\uffe5\u2025\u2026\u2033\u2057\u222d\U0001d400\U0001d6a8\U0001f100",
    "\u2581\u0120\u010a\u00b7\u00c3\u00a9\u2018\u2019\u201c\u201d\u2013\u2014\u00ab\u00bb\u00bf\u00a1\u060c\u3001\u3002\u0964\u2e3a\u10fb\U00010100\U00011047",
    "\u0915\u0937\u0924\u094d\u200d\u200c\u0930\u093f\u0995\u09cd\u09be\u0d4d\u0d30\u0b95\u0bcd\u0bca\u0dca\u0e40\u0e33\u0eb3\u1780\u17d2\u1000\u1039\u0600\u06dd\U000110bd",
    "\u10d0\u1c90\u13a0\uab70\u1e921\U00010400\U00010428\U0001e900\U0001e922\u2c00\u2c30\ua64a\u1c88\u2160\u2170\u24b6\u24d0\u00aa\u1d2c\ua7f2",
    "\u0378\u0557\u1fff\u2fff\ua7d0\u1c89\u1c8a\ua7cb\ua7da\U00010d40\U00011bc0\U00016d40\U0001ccd6\U00011de0\U00016ff4\U0001fae9\U000323b0",
    "\ud800\udbff\udc00\udfff",
]
PIECES = [
    "[CLS]", "[SEP]", "[MASK]", "[mask]", " [MASK] ", "<s>", "</s>", "<mask>", " <mask>", "<mask> ", "<unk>", "[UNK]", "<pad>",
    "<x>", " <x> ", "Wrap", " WRAP ", "wrap", "|||IP_ADDRESS|||", "    ", "                ", "<0x41>", "``", "''", "'s", "'\u017f", "'S", "'ll", "'LL",
    "\r\n", "\n\n\n", "e\u0301", "o\u0308\u0323", "\u1112\u1161\u11ab", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", "\U0001f3f3\ufe0f\u200d\U0001f308",
    "\u0915\u094d\u0937", "\u0e01\u0e33", "a\u0300\u0316\u0301", "\u1e69", "s\u0323\u0307", "\u1e0b\u0323", "a" * 101, "b" * 100, "\u6f22\u5b57" * 8, "\u00e9" * 60,
]


def ordinary(random_: random.Random) -> str:
    parts = []
    for _ in range(random_.randrange(1, 24)):
        word = random_.choice(WORDS)
        roll = random_.random()
        parts.append(word.upper() if roll < 0.05 else word.capitalize() if roll < 0.15 else word)
        parts.append(random_.choice(SEPARATORS))
    return "".join(parts[:-1] if random_.random() < 0.8 else parts)


def hostile(random_: random.Random) -> str:
    parts = []
    for _ in range(random_.randrange(1, 26)):
        roll = random_.random()
        if roll < 0.12:
            parts.append(random_.choice(PIECES))
        elif roll < 0.24:
            parts.append(random_.choice(WORDS))
        elif roll < 0.30:
            parts.append(" ")
        elif roll < 0.95:
            parts.append(random_.choice(random_.choice(HOSTILE)))
        else:
            point = random_.choice([random_.randrange(0x80, 0x3000), random_.randrange(0xA000, 0xD800), random_.randrange(0x10000, 0x1FC00)])
            parts.append(chr(point))
    return "".join(parts)


def texts(seed: int, count: int) -> list[str]:
    """Half of them hostile; some hold lone surrogates, which JavaScript's strings can."""
    random_ = random.Random(seed)
    return [(hostile if i % 2 else ordinary)(random_) for i in range(count)]


def well_formed(text: str) -> str:
    """The text as the studio reads it: halves of a pair that stand side by side are a character, others are U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if any("\ud800" <= c <= "\udfff" for c in text) else text
