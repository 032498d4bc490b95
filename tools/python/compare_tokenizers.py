"""Texts through the studio's tokenizers and through the Rust library: ids, offsets, word ids, types, all windows."""

import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hostile_text import texts, well_formed
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ("ids", "starts", "ends", "word_ids", "type_ids", "special")
WHOLE = 100_000

# Of the whole run, for its last line.
compared = {"texts": 0, "comparisons": 0, "differences": 0}


def cases(seed: int, count: int) -> list[dict]:
    """Half hostile texts; an eighth each as pairs, as words, and cut into windows from either side, some of them pairs."""
    random_, given, made = random.Random(seed), texts(seed, count), []
    for i, text in enumerate(given):
        case = {"text": text, "max_length": WHOLE, "stride": 0, "side": "right"}
        kind = i // 2 % 8
        if kind == 5:
            case["pair"] = given[i - 1]
        if kind == 6:
            case["text"] = text.split(" ")
        if kind == 7:
            case |= {"max_length": random_.randrange(10, 30), "stride": random_.randrange(0, 3), "side": random_.choice(["left", "right"])}
            if random_.random() < 0.4:
                case["pair"] = given[i - 1]
        made.append(case)
    return made


def columns(encoding) -> list[list[int]]:
    starts, ends = zip(*encoding.offsets) if encoding.offsets else ((), ())
    word_ids = [-1 if word is None else word for word in encoding.word_ids]
    return [encoding.ids, list(starts), list(ends), word_ids, encoding.type_ids, encoding.special_tokens_mask]


def by_rust(tokenizer: Tokenizer, case: dict) -> list[list[list[int]]]:
    tokenizer.enable_truncation(case["max_length"], stride=case["stride"], direction=case["side"])
    text = case["text"]
    if isinstance(text, list):
        encoding = tokenizer.encode([well_formed(word) for word in text], is_pretokenized=True)
    elif "pair" in case:
        encoding = tokenizer.encode(well_formed(text), well_formed(case["pair"]))
    else:
        encoding = tokenizer.encode(well_formed(text))
    windows = [columns(each) for each in [encoding, *encoding.overflowing]]
    if "pair" in case:
        # The library leaves the types of what was cut off as they were before its template was applied.
        for window in windows[1:]:
            window[4] = None
    return windows


def by_studio(model: Path, given: list[dict]) -> Iterator[list[list[list[int]]]]:
    """`model`: a folder with tokenizer.json, or with the files that older models have in its place."""
    with TemporaryDirectory() as folder:
        job, output = Path(folder) / "job.json", Path(folder) / "output.jsonl"
        job.write_text(json.dumps({"model": str(model), "cases": given}))
        script = ROOT / "tools" / "python" / "make-encodings.ts"
        subprocess.run(["node", "--import", "tsx", str(script), str(job), str(output)], cwd=ROOT, check=True)
        with output.open() as lines:
            yield from map(json.loads, lines)


def differences(tokenizer: Tokenizer, model: Path, given: list[dict]) -> list[str]:
    """What is not equal, in words; empty where all is."""
    tokenizer.no_padding()
    found = []
    for case, ours in zip(given, by_studio(model, given), strict=True):
        theirs = by_rust(tokenizer, case)
        if len(ours) != len(theirs):
            found.append(f"{case!a}: {len(ours)} windows, not {len(theirs)}")
        for i, (window, expected) in enumerate(zip(ours, theirs)):
            for name, ours_here, theirs_here in zip(COLUMNS, window, expected):
                if theirs_here is not None and ours_here != theirs_here:
                    found.append(f"{case!a}: window {i}: {name} {ours_here}, not {theirs_here}")
    return found


def assert_equal(tokenizer: Tokenizer, model: Path, given: list[dict]) -> None:
    found = differences(tokenizer, model, given)
    for name, count in [("texts", len(given)), ("comparisons", 1), ("differences", len(found))]:
        compared[name] += count
    assert not found, f"{len(found)} differences in {len(given)} texts\n" + "\n".join(found[:5])
