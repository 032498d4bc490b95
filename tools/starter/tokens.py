"""The tokenized text: one uint16 stream on disk, and the windows training reads from it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from settings import CLS, SEP


@dataclass(frozen=True)
class TokenStream:
    ids: np.ndarray  # [N] uint16, memory-mapped; every line ends in [SEP]
    line_starts: np.ndarray  # [lines] uint32, offsets into ids


BATCH_LINES = 4_096


def _batches(text: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(text)
    while batch := list(islice(rest, BATCH_LINES)):
        yield batch


def write_stream(text: Iterable[str], tokenizer: Tokenizer, path: Path) -> int:
    """Tokenizes `text` to `path` and `path`.lines.npy; returns the number of tokens."""
    starts: list[int] = []
    total = 0
    unfinished = path.with_suffix(".tmp")
    with unfinished.open("wb") as out:
        for batch in _batches(text):
            for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
                starts.append(total)
                ids = np.array([*encoding.ids, SEP], dtype=np.uint16)
                out.write(ids.tobytes())
                total += len(ids)
    np.save(path.with_suffix(".lines.npy"), np.array(starts, dtype=np.uint32))
    unfinished.replace(path)
    return total


def open_stream(path: Path) -> TokenStream:
    return TokenStream(
        ids=np.memmap(path, dtype=np.uint16, mode="r"),
        line_starts=np.load(path.with_suffix(".lines.npy")),
    )


def window_starts(stream: TokenStream, length: int) -> np.ndarray:
    """Where the windows of `length` tokens begin, so that most begin at a line's first token.

    A line that begins in the last quarter of a window and does not end there is read again from its start
    by the next window: no padding, and an overlap of a few percent.
    """
    payload = length - 1  # [CLS] comes first, the last payload token becomes [SEP]
    lines = stream.line_starts.tolist()
    ends_line = (stream.ids == SEP).tobytes()  # read one by one: bytes are faster than an array
    starts: list[int] = []
    start = 0
    while start + payload <= len(ends_line):
        starts.append(start)
        cut = start + payload - 1
        if ends_line[cut]:
            start = cut + 1
            continue
        line = lines[bisect_right(lines, cut) - 1]
        start = line if line > start + payload * 3 // 4 else cut
    return np.array(starts, dtype=np.int64)


def read_windows(stream: TokenStream, starts: np.ndarray, length: int) -> np.ndarray:
    """The windows at `starts` as [B, length] int64: [CLS], text, [SEP]."""
    windows = np.empty((len(starts), length), dtype=np.int64)
    windows[:, 0] = CLS
    offsets = np.arange(length - 1)
    windows[:, 1:] = stream.ids[starts[:, None] + offsets[None, :]]
    windows[:, -1] = SEP
    return windows


class WindowOrder:
    """The endless, seeded order of the windows of one length: a new permutation each pass."""

    def __init__(self, stream: TokenStream, length: int, seed: int) -> None:
        self.stream = stream
        self.length = length
        self.seed = seed
        self.starts = window_starts(stream, length)
        self._pass = -1
        self._permutation = np.empty(0, dtype=np.int64)

    def _index(self, position: int) -> int:
        number, offset = divmod(position, len(self.starts))
        if number != self._pass:
            generator = np.random.default_rng([self.seed, self.length, number])
            self._permutation = generator.permutation(len(self.starts))
            self._pass = number
        return int(self._permutation[offset])

    def read(self, position: int, count: int) -> np.ndarray:
        """Windows `position` to `position + count` of the order, [count, length] int64."""
        chosen = [self._index(position + i) for i in range(count)]
        return read_windows(self.stream, self.starts[chosen], self.length)
