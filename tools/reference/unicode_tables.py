"""Writes src/engine/tokenizer/unicode/tables.ts: the character classes of the Rust `tokenizers` library.

They differ from JavaScript's (another Unicode version, other definitions), so every code point is put to the
library itself. What it does not show, the properties that bound grapheme clusters, is Python's `regex` module's,
without the characters that only newer versions of Unicode have; `tools/python/tokenizing/test_characters.py` compares
the clusters that come of them with the library's.

    npm run reference -- unicode_tables.py
"""

import sys
from pathlib import Path

import regex
import tokenizers
from tokenizers import Regex, normalizers, pre_tokenizers

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))
from charsmap import charsmap

PINNED = "0.23.3"
TARGET = Path(__file__).parents[2] / "src/engine/tokenizer/unicode/tables.ts"
CODE_POINTS = [c for c in range(0x80, 0x110000) if not 0xD800 <= c <= 0xDFFF]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WHITE = {*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


EVERY_CHARACTER = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF)
CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co".split()
CLUSTER_BREAKS = ["CR", "LF", "Control", "Extend", "ZWJ", "Prepend", "SpacingMark", "L", "V", "T", "Regional_Indicator"]


def bert(**options):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return normalizers.BertNormalizer(**{**off, **options}).normalize_str


clean, strip, lower, nfd = bert(clean_text=True), bert(strip_accents=True), bert(lowercase=True), normalizers.NFD().normalize_str


def base36(number):
    sign, number = ("-", -number) if number < 0 else ("", number)
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
        if number == 0:
            return sign + text


def runs(points):
    """[first, count] of each run of neighbouring code points."""
    found = []
    for point in points:
        if found and point == found[-1][0] + found[-1][1]:
            found[-1][1] += 1
        else:
            found.append([point, 1])
    return found


def encode(rows):
    """Rows begin with a code point, written as the distance from the row before."""
    words, last = [], 0
    for first, *rest in rows:
        words += [base36(first - last), *map(base36, rest)]
        last = first
    return " ".join(words)


def lower_rows():
    """[first, count, step, delta]: neighbours at one distance that move by the same amount."""
    pairs = [(c, ord(lower(chr(c)))) for c in CODE_POINTS if len(lower(chr(c))) == 1 and lower(chr(c)) != chr(c)]
    rows = []
    for point, small in pairs:
        row = rows[-1] if rows else None
        if row and small - point == row[3] and row[1] == 1 and point - row[0] <= 2:
            row[1], row[2] = 2, point - row[0]
        elif row and small - point == row[3] and row[1] > 1 and point == row[0] + row[1] * row[2]:
            row[1] += 1
        else:
            rows.append([point, 1, 1, small - point])
    return rows


def lower_expansions():
    found = {c: lower(chr(c)) for c in CODE_POINTS if len(lower(chr(c))) != 1}
    assert found == {0x130: "i\u0307"}, found


def combining_classes():
    """Classes read off the order in which NFD puts two marks; the probes have one known mark a class."""
    import unicodedata

    swaps = lambda a, b: a != b and nfd("a" + a + b) == "a" + b + a
    lowest, highest = "\u0334", "\u0345"
    has_class = lambda mark: nfd(mark) == mark and (swaps(mark, lowest) or swaps(highest, mark))
    probes = {}
    for c in range(0x300, 0x20000):
        if unicodedata.combining(chr(c)) and has_class(chr(c)):
            probes.setdefault(unicodedata.combining(chr(c)), chr(c))
    classes = {}
    for c in CODE_POINTS:
        mark = chr(c)
        if not has_class(mark):
            continue
        same = [k for k, probe in probes.items() if not swaps(mark, probe) and not swaps(probe, mark)]
        assert len(same) == 1, (hex(c), same)
        classes[c] = same[0]
    rows = []
    for c, k in classes.items():
        if rows and rows[-1][0] + rows[-1][1] == c and rows[-1][2] == k:
            rows[-1][1] += 1
        else:
            rows.append([c, 1, k])
    return rows


def oniguruma(pattern):
    """The code points that the library's regular expressions put into a class."""
    found = normalizers.Replace(Regex(f"[^{pattern}]"), "").normalize_str(EVERY_CHARACTER)
    return {ord(c) for c in found}


def classes(sets):
    """[first, count, index of the set] of each run."""
    rows = [[first, count, i] for i, points in enumerate(sets) for first, count in runs(sorted(points))]
    return sorted(rows)


def general_categories():
    sets = [oniguruma(rf"\p{{{name}}}") for name in CATEGORIES]
    letters_marks = set().union(*(points for name, points in zip(CATEGORIES, sets) if name[0] in "LM" or name in ("Nd", "Pc")))
    word = oniguruma(r"\w")
    assert letters_marks <= word
    assert oniguruma(r"\d") == sets[CATEGORIES.index("Nd")]
    assert oniguruma(r"\s") == {c for c in range(0x110000) if c in WHITE}
    return classes(sets), runs(sorted(word - letters_marks))


def newer_marks():
    """Characters that join those before them for `regex`, and not yet for the library."""
    # A replaced letter takes the rest of its cluster along.
    normalize = normalizers.Precompiled(charsmap({"a": "A"})).normalize_str
    joins = regex.compile(r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]").match
    by_regex = {c for c in CODE_POINTS if joins(chr(c))}
    by_library = {c for c in CODE_POINTS if normalize(f"a{chr(c)}") == "A"}
    assert by_library <= by_regex
    return by_regex - by_library


NEWER_MARKS = newer_marks()


def property_of(expression):
    matches = regex.compile(expression).match
    return [ord(c) for c in EVERY_CHARACTER if matches(c) and ord(c) not in NEWER_MARKS]


def decompositions(normalizer):
    return [c for c in CODE_POINTS if normalizer.normalize_str(chr(c)) != chr(c)]


def main():
    assert tokenizers.__version__ == PINNED, f"needs tokenizers {PINNED}"
    split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
    removed = [c for c in CODE_POINTS if clean(f"a{chr(c)}b") == "ab"]
    spaces = [c for c in CODE_POINTS if len(split(f"a{chr(c)}b")) == 2]
    mapped = [c for c in CODE_POINTS if clean(f"a{chr(c)}b") == "a b"]
    assert set(mapped) == set(spaces) - set(removed)
    punctuation = [c for c in CODE_POINTS if len(split(f"a{chr(c)}b")) == 3]
    decomposed = decompositions(normalizers.NFD())
    compatible = decompositions(normalizers.NFKD())
    assert set(decomposed) <= set(compatible)
    strip_accents = normalizers.StripAccents().normalize_str
    combining_marks = [c for c in CODE_POINTS if strip_accents(chr(c)) == ""]
    marks = [c for c in CODE_POINTS if nfd(chr(c)) == chr(c) and strip(chr(c)) == ""]
    words = pre_tokenizers.Whitespace().pre_tokenize_str
    word = {c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF and len(words(f"a{chr(c)}b")) == 1}
    assert word == oniguruma(r"\w") | {0x200C, 0x200D}
    digits = pre_tokenizers.Digits(individual_digits=True).pre_tokenize_str
    categories, other_word = general_categories()
    lower_expansions()
    tables = {
        "REMOVED": ("what clean_text removes, U+FFFD included: [distance, count]", runs(removed)),
        "WHITESPACE": ("white space: [distance, count]", runs(spaces)),
        "PUNCTUATION": ("punctuation: [distance, count]", runs(punctuation)),
        "NONSPACING_MARKS": ("marks that BERT's strip_accents removes: [distance, count]", runs(marks)),
        "COMBINING_MARKS": ("marks that StripAccents removes: [distance, count]", runs(combining_marks)),
        "DECOMPOSED": ("characters that NFD takes apart: [distance, count]", runs(decomposed)),
        "LOWER_CASE": ("lower case: [distance, count, step, delta]; U+0130, the one that grows, is not here", lower_rows()),
        "COMPATIBLE": (
            "characters that NFKD takes apart and NFD does not: [distance, count]",
            runs(sorted(set(compatible) - set(decomposed))),
        ),
        "NUMERIC": (
            "numeric characters: [distance, count]",
            runs([c for c in CODE_POINTS if len(digits(f"a{chr(c)}b")) == 3]),
        ),
        "GENERAL_CATEGORIES": (
            f"general categories as regular expressions have them, from U+0000: [distance, count, index in {' '.join(CATEGORIES)}]",
            categories,
        ),
        "OTHER_WORD": ("word characters beside letters, marks, Nd and Pc: [distance, count]", other_word),
        "CLUSTER_BREAKS": (
            f"grapheme cluster breaks, from U+0000, without Hangul syllables: [distance, count, index in {' '.join(CLUSTER_BREAKS)}]",
            classes([property_of(rf"\p{{GCB={name}}}") for name in CLUSTER_BREAKS]),
        ),
        "PICTOGRAPHIC": ("Extended_Pictographic: [distance, count]", runs(property_of(r"\p{Extended_Pictographic}"))),
        "CONJUNCT_CONSONANTS": ("consonants that a linker joins: [distance, count]", runs(property_of(r"\p{InCB=Consonant}"))),
        "CONJUNCT_LINKERS": ("linkers: [distance, count]", runs(property_of(r"\p{InCB=Linker}"))),
        "CONJUNCT_EXTENDERS": ("marks between consonant and linker: [distance, count]", runs(property_of(r"\p{InCB=Extend}"))),
        "COMBINING_CLASSES": ("canonical combining classes: [distance, count, class]", combining_classes()),
    }
    lines = [
        f"// Made by tools/reference/unicode_tables.py from tokenizers {PINNED}; do not edit.",
        "// Numbers in base 36; `distance` is from the first code point of the row before. Code points below U+0080 are left out but where said.",
    ]
    for name, (comment, rows) in tables.items():
        lines += ["", f"/** {comment[0].upper()}{comment[1:]}. */", f"export const {name} =", f"  '{encode(rows)}';"]
        print(name, len(rows), "rows")
    TARGET.write_text("\n".join(lines) + "\n")
    print(TARGET.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
