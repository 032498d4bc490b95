"""Texts and the teacher's embeddings of them, made once per state folder."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

import corpus
from sentences import sample_texts
from settings import TeachingSettings
from teacher import Teacher

# Written after each: what a stopped run has to do again.
CHUNK_TEXTS = 4_096
TRAIN, HELDOUT = "train", "heldout"
SIZE = "embedding-size.txt"


@dataclass(frozen=True)
class Lessons:
    texts: list[str]
    embeddings: np.ndarray  # [texts, C] float16, memory-mapped, rows of length 1


def prepare_lessons(
    corpus_folder: Path, teacher_folder: Path, state: Path, settings: TeachingSettings, bf16: bool
) -> None:
    """Writes <state>/lessons; goes on where it was stopped, and does nothing if all of it is there."""
    folder = state / "lessons"
    folder.mkdir(parents=True, exist_ok=True)
    teacher = Teacher(teacher_folder)
    (folder / SIZE).write_text(f"{teacher.size}\n", encoding="utf-8")
    heldout = [corpus.heldout_shard(corpus_folder)]
    sources = {
        HELDOUT: (heldout, settings.heldout_texts, settings.heldout_texts),
        TRAIN: (corpus.training_shards(corpus_folder), settings.texts_per_shard, settings.texts),
    }
    for name, (shards, per_shard, count) in sources.items():
        path = folder / f"{name}.txt"
        if not path.exists():
            unfinished = path.with_suffix(".tmp")
            unfinished.write_text("\n".join(sample_texts(shards, per_shard, settings)), encoding="utf-8")
            unfinished.replace(path)
        embed_rest(teacher, read_texts(path)[:count], path.with_suffix(".f16"), bf16)


def embed_rest(teacher: Teacher, texts: list[str], path: Path, bf16: bool) -> None:
    """Appends the embeddings that `path` lacks."""
    row_bytes = 2 * teacher.size
    with path.open("ab") as out:
        done = out.tell() // row_bytes
        out.truncate(done * row_bytes)
        for begin in range(done, len(texts), CHUNK_TEXTS):
            out.write(teacher.embed(texts[begin : begin + CHUNK_TEXTS], bf16).astype(np.float16).tobytes())
            out.flush()


def read_texts(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")


def open_lessons(state: Path, name: str) -> Lessons:
    """The texts that have their embedding."""
    folder = state / "lessons"
    size = int((folder / SIZE).read_text(encoding="utf-8"))
    values = np.memmap(folder / f"{name}.f16", dtype=np.float16, mode="r")
    count = len(values) // size
    return Lessons(read_texts(folder / f"{name}.txt")[:count], values[: count * size].reshape(count, size))
