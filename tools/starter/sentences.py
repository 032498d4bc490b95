"""The short texts a teacher is asked about: whole short lines, and sentences of the longer ones."""

import re
from pathlib import Path

import numpy as np

import corpus
from settings import TeachingSettings

SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])")


def short_texts(line: str, words: tuple[int, int]) -> list[str]:
    """The line itself where it is short enough, else those of its sentences that are; `words` is least and most."""
    fewest, most = words
    pieces = [line] if len(line.split()) <= most else SENTENCE_END.split(line)
    return [piece for piece in pieces if fewest <= len(piece.split()) <= most]


def sample_texts(shards: list[Path], per_shard: int, settings: TeachingSettings) -> list[str]:
    """At most `per_shard` different texts of each shard, in one seeded order."""
    chosen: list[str] = []
    for number, shard in enumerate(shards):
        found = list(dict.fromkeys(text for line in corpus.lines([shard]) for text in short_texts(line, settings.words)))
        order = np.random.default_rng([settings.seed, number]).permutation(len(found))[:per_shard]
        chosen += [found[i] for i in order]
    order = np.random.default_rng(settings.seed).permutation(len(chosen))
    return [chosen[i] for i in order]
