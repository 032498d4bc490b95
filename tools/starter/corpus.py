"""Reads the pretraining text: `<shard>.txt.xz`, one paragraph a line, a blank line after each document."""

import lzma
from collections.abc import Iterator
from pathlib import Path

HELDOUT = "heldout.txt.xz"


def training_shards(corpus: Path) -> list[Path]:
    """The shards in name order, without the held-out one."""
    shards = sorted(path for path in corpus.glob("*.txt.xz") if path.name != HELDOUT)
    if not shards:
        raise FileNotFoundError(f"no *.txt.xz in {corpus}")
    return shards


def heldout_shard(corpus: Path) -> Path:
    return corpus / HELDOUT


def lines(shards: list[Path]) -> Iterator[str]:
    """The non-blank lines of the shards, in order."""
    for shard in shards:
        with lzma.open(shard, "rt", encoding="utf-8") as text:
            for line in text:
                line = line.strip()
                if line:
                    yield line
