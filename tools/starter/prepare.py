"""Vocabulary and token streams, made once per state folder."""

import json
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

import corpus
from settings import UNK, VocabularySettings
from tokens import open_stream, write_stream
from vocabulary import train_tokenizer, write_tokenizer

MANIFEST = "prepared.json"


def prepare(corpus_folder: Path, state: Path, settings: VocabularySettings, start: Path | None = None) -> None:
    """Writes the tokenizer, train.bin, heldout.bin and prepared.json to `state`; does nothing if they are there.

    The tokenizer is the one of the exported folder `start` where one is given: the trainer breaks ties among
    entries differently each time, and weights belong to one vocabulary.
    """
    if (state / MANIFEST).exists():
        return
    tokenizer_folder = state / "tokenizer"
    tokenizer_folder.mkdir(parents=True, exist_ok=True)
    shards = corpus.training_shards(corpus_folder)
    if start is None:
        tokenizer = train_tokenizer(corpus.lines(shards), settings)
    else:
        tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    write_tokenizer(tokenizer, tokenizer_folder)
    train_tokens = write_stream(corpus.lines(shards), tokenizer, state / "train.bin")
    heldout = corpus.lines([corpus.heldout_shard(corpus_folder)])
    heldout_tokens = write_stream(heldout, tokenizer, state / "heldout.bin")
    heldout_ids = open_stream(state / "heldout.bin").ids
    np.save(
        state / "counts.npy",
        np.bincount(open_stream(state / "train.bin").ids, minlength=settings.size).astype(np.int64),
    )
    manifest = {
        "vocab_size": settings.size,
        "train_tokens": train_tokens,
        "heldout_tokens": heldout_tokens,
        "heldout_unknown_share": float((heldout_ids == UNK).mean()),
        "shards": [shard.name for shard in shards],
    }
    unfinished = state / f"{MANIFEST}.tmp"
    unfinished.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(state / MANIFEST)


def load_tokenizer(state: Path) -> Tokenizer:
    return Tokenizer.from_file(str(state / "tokenizer" / "tokenizer.json"))
